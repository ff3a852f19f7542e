import Foundation
import OpsiMock
import Testing

/// When faults happen.
@Suite struct FaultControlTests {
    private func statuses(
        _ faults: [OpsiMock.Fault], _ methods: [String]
    ) async throws -> [Int] {
        try await withOpsiMock(fleet: .small) { mock in
            mock.faults.set(faults)
            var statuses: [Int] = []
            for method in methods { statuses.append(try await Caller(mock).call(method).status) }
            return statuses
        }
    }

    @Test func afterAndCountLimitAFault() async throws {
        let methods = Array(repeating: "getDomain", count: 6)
        let statuses = try await statuses([.init(.status(500), after: 2, count: 3)], methods)
        #expect(statuses == [200, 200, 500, 500, 500, 200])
    }

    @Test func aFaultOfAMethodLeavesOthersAlone() async throws {
        let fault = OpsiMock.Fault(.status(500), method: "getDomain", count: 1)
        let statuses = try await statuses([fault], ["backend_info", "getDomain", "getDomain"])
        #expect(statuses == [200, 500, 200])
    }

    @Test func theFirstFaultThatSpoilsWins() async throws {
        let faults: [OpsiMock.Fault] = [
            .init(.delay, seconds: 0.001), .init(.status(500), count: 1), .init(.status(501)),
        ]
        #expect(try await statuses(faults, ["getDomain", "getDomain"]) == [500, 501])
    }

    @Test func aFaultEndsAfterItsSeconds() async throws {
        let fault = OpsiMock.Fault(.status(500), seconds: 0)
        #expect(try await statuses([fault], ["getDomain"]) == [200])
    }

    @Test func allConnectionsCanBeRefusedAndCanComeBack() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let port = mock.port
            #expect(try await Caller(mock).call("getDomain").status == 200)
            mock.faults.set([.init(.refuse)])
            try await eventually { refusedCode(port) == ECONNREFUSED }
            mock.faults.clear()
            try await eventually { refusedCode(port) == nil }
            #expect(try await Caller(mock).call("getDomain").status == 200)
            #expect(mock.port == port)
        }
    }

    @Test func refusingBeginsWithTheRequestThatItHits() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            mock.faults.set([.init(.refuse, after: 1)])
            #expect(try await Caller(mock).call("getDomain").status == 200)
            await #expect(throws: (any Error).self) { try await Caller(mock).call("getDomain") }
            try await eventually { refusedCode(mock.port) == ECONNREFUSED }
        }
    }

    @Test func readsAFileOfFaults() throws {
        let json = """
            [{"method": "host_getObjects", "fault": "status:503", "after": 1, "count": 2},
             {"method": "*", "fault": "delay", "seconds": 0.5}, {"fault": "corrupt-gzip"},
             {"fault": "status", "status": 500}]
            """
        #expect(
            try OpsiMock.Fault.list(json: Array(json.utf8)) == [
                .init(.status(503), method: "host_getObjects", after: 1, count: 2),
                .init(.delay, seconds: 0.5), .init(.corruptGzip), .init(.status(500)),
            ])
    }

    @Test(arguments: [
        (#"{"fault": "hang"}"#, "expected a JSON list"),
        (#"[{"fault": "explode"}]"#, "fault 1: unknown fault 'explode'; known: refuse, delay"),
        (#"[{"fault": "hang"}, {"method": "x"}]"#, #"fault 2: has no "fault""#),
        (#"[{"fault": "hang", "seconds": "1"}]"#, #"fault 1: "seconds" must be a number"#),
        (#"[{"fault": "hang", "after": -1}]"#, #"fault 1: "after" must be a number, 0 or more"#),
        (#"[{"fault": "hang", "when": 1}]"#, "fault 1: unknown key 'when'"),
    ])
    func saysWhatIsWrongInAFileOfFaults(_ json: String, _ expected: String) {
        let error = #expect(throws: OpsiMock.LoadingError.self) {
            try OpsiMock.Fault.list(json: Array(json.utf8))
        }
        #expect(error?.description.contains(expected) == true)
    }

    /// The error number with which a connection fails; nothing where it does not.
    private func refusedCode(_ port: Int) -> Int32? {
        do {
            _ = try RawConnection(port: port)
            return nil
        } catch {
            return (error as? RawConnection.ConnectError)?.code
        }
    }

    /// Waits until something is so that nothing tells of.
    private func eventually(_ condition: () -> Bool) async throws {
        for _ in 0..<1000 {
            if condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        Issue.record("it did not become so")
    }
}
