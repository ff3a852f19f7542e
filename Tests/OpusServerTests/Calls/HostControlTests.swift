import OpsiMock
import OpusServer
import Testing

/// Each call to clients says exactly what was meant, to exactly those that were named.
@Suite("Calls to clients") struct HostControlTests {
    struct Call: Sendable, CustomTestStringConvertible {
        var method: String
        /// The parameters beside the ids, as they stand before and after them.
        var before = ""
        var after = ""
        /// What the clients are told; nil where they are not called.
        var told: String?
        var make: @Sendable (Server, [ObjectID]) async throws -> ClientResults
        var testDescription: String { "\(method) \(before)" }
    }

    private static let calls: [Call] =
        ClientEvent.allCases.filter { $0 == .onDemand || $0 == .panic }.map { event in
            Call(
                method: "hostControlSafe_fireEvent", before: #""\#(event.rawValue)","#,
                told: "fireEvent"
            ) { try await $0.fireEvent(event, on: $1) }
        } + [
            Call(method: "hostControlSafe_reboot", told: "reboot") { try await $0.reboot($1) },
            Call(method: "hostControlSafe_shutdown", told: "shutdown") {
                try await $0.shutdown($1)
            },
            Call(method: "hostControlSafe_start") { try await $0.wakeOnLan($1) },
            Call(
                method: "hostControlSafe_showPopup", before: #""Back at \"5\"","#,
                after: #","replace",true,90"#, told: "showPopup"
            ) { try await $0.showPopup(#"Back at "5""#, on: $1, mode: .replace, seconds: 90) },
            Call(method: "hostControl_processActionRequests", told: "processActionRequests") {
                try await $0.processActionRequests($1)
            },
        ]

    private static let fleet = Fleet.callable(
        clients: 4, products: 3, groups: 1, seed: 5)

    @Test("One request with the ids as they are; all named clients answer", arguments: calls)
    func callsThoseThatWereNamed(call: Call) async throws {
        let ids = Self.fleet.clientIds.sorted().prefix(2).map { ObjectID($0) }
        try await withServer(of: Self.fleet) { mock, server in
            let results = try await call.make(server, ids)
            #expect(results.keys.sorted() == ids)
            #expect(results.values.allSatisfy { (try? $0.get()) != nil })
            let requests = mock.requests.filter { $0.method == call.method }
            let list = "[" + ids.map { "\"\($0)\"" }.joined(separator: ",") + "]"
            #expect(requests.map(\.params) == ["[\(call.before)\(list)\(call.after)]"])
            let told = mock.clientCalls.filter { $0.method == call.told }.map(\.clientId).sorted()
            #expect(told == (call.told == nil ? [] : ids.map(\.text)))
            #expect(mock.clientCalls.count == told.count)
        }
    }

    @Test("Reachable is a yes or no for each, and a client that is gone is no no")
    func reachable() async throws {
        let ids = Self.fleet.clientIds.sorted().map { ObjectID($0) }
        try await withServer(of: Self.fleet) { mock, server in
            mock.setReachability(.notConnected, of: ids[1].text)
            let results = try await server.reachable([ids[0], ids[1], "gone.fleet.test"])
            #expect(
                results == [
                    ids[0]: .success(true), ids[1]: .success(false),
                    "gone.fleet.test": .failure(.unknownClient),
                ])
        }
    }
}
