import OpsiMock
import Testing

@Suite struct HostControlTests {
    @Test(arguments: ["fireEvent", "showPopup"], [true, false])
    func onlySafeCallsRefuseAnEmptyList(_ method: String, _ isSafe: Bool) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).call(
                "hostControl\(isSafe ? "Safe" : "")_\(method)", "on_demand", [])
            if isSafe {
                #expect(reply.errorClass == "BackendMissingDataError")
                #expect(mock.clientCalls == [])
            } else {
                #expect(reply.result?.object?.count == 3)
                #expect(mock.clientCalls.map(\.clientId) == ["pc1.opus.test", "pc2.opus.test"])
            }
        }
    }

    @Test(arguments: ["*", ">a", "pc*"])
    func patternsWorkEvenInSafeCalls(_ pattern: String) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let result = try await Caller(mock).result("hostControlSafe_reboot", [.string(pattern)])
            #expect(result.object?.count == 3)
        }
    }

    @Test func eachClientAnswersForItself() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            mock.setReachability(.refusing, of: "pc2.opus.test")
            let caller = Caller(mock)
            let answers = try await caller.result(
                "hostControlSafe_fireEvent", "on_demand",
                ["pc1.opus.test", "pc2.opus.test", "pc3.opus.test", "ghost.opus.test"])
            #expect(answers["pc1.opus.test"] == ["result": nil, "error": nil])
            #expect(
                answers["pc2.opus.test"]?["error"]?.string?.contains("Connection refused") == true)
            #expect(
                answers["pc3.opus.test"]?["error"]?.string
                    == "Backend unaccomplishable error: Failed to get ip address for host "
                    + "'pc3.opus.test'")
            #expect(answers.object?.count == 3)
            #expect(
                mock.clientCalls == [
                    .init(
                        clientId: "pc1.opus.test", method: "fireEvent",
                        params: #"{"event":"on_demand"}"#)
                ])
            let reachable = try await caller.result(
                "hostControlSafe_reachable", ["pc1.opus.test", "pc2.opus.test"])
            #expect(reachable == ["pc1.opus.test": true, "pc2.opus.test": false])
        }
    }

    static let errors: [(OpsiMock.ClientReachability, Node)] = [
        (.notConnected, "Host currently not connected to messagebus"),
        (.silent, "Timed out after 15.00 seconds  while waiting for response"),
        (.failing(.object(["code": .integer(0), "message": "no"])), ["code": 0, "message": "no"]),
        (.failing(.integer(5)), 5),
    ]

    @Test(arguments: errors)
    func errorsMayBeAnything(_ reachability: OpsiMock.ClientReachability, _ error: Node)
        async throws
    {
        try await withOpsiMock(fleet: .small) { mock in
            mock.setReachability(reachability, of: "pc1.opus.test")
            let answers = try await Caller(mock).result("hostControlSafe_uptime", ["pc1.opus.test"])
            #expect(answers["pc1.opus.test"] == ["result": nil, "error": error])
        }
    }

    @Test func unknownEventsAreTheClientsError() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let answers = try await Caller(mock).result(
                "hostControlSafe_fireEvent", "nosuch", ["pc1.opus.test"])
            let error = answers["pc1.opus.test"]?["error"]?.string
            #expect(error?.hasPrefix("Opsi rpc error: Event 'nosuch' not in list") == true)
            #expect(mock.clientCalls == [])
        }
    }

    @Test func wakingNeedsNoClientThatAnswers() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let answers = try await Caller(mock).result("hostControlSafe_start", ["pc3.opus.test"])
            #expect(answers == ["pc3.opus.test": ["result": "sent", "error": nil]])
        }
    }
}
