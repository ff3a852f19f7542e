import OpsiMock
import TestSupport
import Testing

/// Which writes the messagebus tells of, with what, and what of it gets lost.
@Suite(.timeLimit(.minutes(20))) struct MessagebusEventTests {
    private static let channels = [
        "productOnClient_created", "productOnClient_updated", "productOnClient_deleted",
        "host_created", "host_updated", "host_deleted", "configState_created",
        "configState_updated", "configState_deleted", "config_created", "config_updated",
        "config_deleted", "log_updated", "test",
    ].map { "event:\($0)" }

    /// An event as a name and its data.
    private struct Told: Equatable, CustomStringConvertible {
        var name: String
        var data: Node
        var description: String { "\(name) \(data.json)" }
    }

    /// The events that come of a call.
    private func events(_ method: String, _ params: [Node]) async throws -> [Told] {
        try await withBus(.small, configuration: .noon, hearing: Self.channels) { mock, client in
            let reply = try await Caller(mock).call(method, params: params)
            #expect(reply.message == nil)
            await mock.tell("test", [:])
            var told: [Told] = []
            while true {
                let message = try await client.message()
                let name = try #require(message["event"]?.string)
                #expect(message["type"] == "event")
                #expect(message["channel"] == .string("event:\(name)"))
                #expect(message["sender"] == "service_worker:opsiserver:1")
                if name == "test" { return told }
                told.append(Told(name: name, data: try #require(message["data"])))
            }
        }
    }

    private static func row(
        _ product: String, _ client: String, status: Node = nil, request: Node = nil
    ) -> Node {
        [
            "productId": .string(product), "productType": "LocalbootProduct",
            "clientId": .string(client), "installationStatus": status, "actionRequest": request,
        ]
    }

    /// The states are what the writer sent, not what the row is.
    @Test func rowsThatAreUpdated() async throws {
        let told = try await events(
            "productOnClient_updateObjects",
            [
                [
                    [
                        "productId": "firefox", "productType": "LocalbootProduct",
                        "clientId": "pc1.opus.test", "actionResult": "failed",
                        "modificationTime": "2001-01-01 00:00:00",
                    ],
                    [
                        "productId": "firefox", "productType": "LocalbootProduct",
                        "clientId": "pc2.opus.test", "installationStatus": "installed",
                        "actionRequest": "setup",
                    ],
                ]
            ])
        #expect(
            told == [
                Told(
                    name: "productOnClient_updated", data: Self.row("firefox", "pc1.opus.test")),
                Told(
                    name: "productOnClient_updated",
                    data: Self.row(
                        "firefox", "pc2.opus.test", status: "installed", request: "setup")),
            ])
    }

    @Test func rowsThatAreMadeAndTakenAway() async throws {
        let row = Self.row("java", "pc1.opus.test", status: "installed", request: "none")
        #expect(
            try await events("productOnClient_createObjects", [[row]])
                == [Told(name: "productOnClient_created", data: row)])
        // The row was there; what is not given is written as new.
        let firefox = Self.row("firefox", "pc1.opus.test")
        let new = Self.row("firefox", "pc1.opus.test", status: "not_installed", request: "none")
        #expect(
            try await events("productOnClient_insertObject", [firefox])
                == [Told(name: "productOnClient_created", data: new)])
        // One of them is not there: both are told of.
        #expect(
            try await events(
                "productOnClient_deleteObjects", [[firefox, Self.row("java", "pc9.opus.test")]])
                == [
                    Told(name: "productOnClient_deleted", data: firefox),
                    Told(
                        name: "productOnClient_deleted", data: Self.row("java", "pc9.opus.test")),
                ])
        #expect(
            try await events("productOnClient_delete", ["*", "pc1.opus.test"])
                == [Told(name: "productOnClient_deleted", data: firefox)])
    }

    @Test func requests() async throws {
        #expect(
            try await events("setProductActionRequest", ["java", "pc1.opus.test", "setup"])
                == [
                    Told(
                        name: "productOnClient_updated",
                        data: Self.row("java", "pc1.opus.test", request: "setup"))
                ])
        // The dependency has a row of its own, and so an event.
        let told = try await events(
            "setProductActionRequestWithDependencies", ["firefox", "pc1.opus.test", "setup"])
        #expect(told.map(\.name) == Array(repeating: "productOnClient_updated", count: 2))
    }

    @Test func hosts() async throws {
        #expect(
            try await events("host_createOpsiClient", ["new.opus.test"])
                == [
                    Told(
                        name: "host_created", data: ["type": "OpsiClient", "id": "new.opus.test"])
                ])
        #expect(
            try await events("host_updateObject", [["type": "OpsiClient", "id": "pc1.opus.test"]])
                == [
                    Told(
                        name: "host_updated", data: ["type": "OpsiClient", "id": "pc1.opus.test"])
                ])
        // Nothing tells of its rows.
        #expect(
            try await events("host_delete", ["pc1.opus.test"])
                == [Told(name: "host_deleted", data: ["id": "pc1.opus.test"])])
        #expect(
            try await events("host_renameOpsiClient", ["pc1.opus.test", "pc8.opus.test"])
                == [
                    Told(name: "host_deleted", data: ["id": "pc1.opus.test"]),
                    Told(
                        name: "host_created", data: ["type": "OpsiClient", "id": "pc8.opus.test"]),
                ])
    }

    @Test func settingsAndLogs() async throws {
        let state: Node = [
            "configId": "clientconfig.depot.id", "objectId": "pc2.opus.test",
        ]
        #expect(
            try await events("configState_deleteObjects", [[state]])
                == [Told(name: "configState_deleted", data: state)])
        #expect(
            try await events(
                "config_createObjects", [[["type": "UnicodeConfig", "id": "some.thing"]]])
                == [Told(name: "config_created", data: ["id": "some.thing"])])
        #expect(
            try await events("log_write", ["instlog", "text\n", "pc1.opus.test"])
                == [
                    Told(
                        name: "log_updated",
                        data: ["type": "instlog", "object_id": "pc1.opus.test"])
                ])
    }

    /// There is no channel for these.
    @Test(
        arguments: [
            ("group_createHostGroup", ["new"]),
            ("objectToGroup_create", ["HostGroup", "office", "pc2.opus.test"]),
            ("group_delete", ["office"]),
            ("productOnDepot_createObjects", [[]]),
            // Reads and failures tell of nothing either.
            ("host_getObjects", []),
        ] as [(String, [Node])])
    func nothingTellsOfTheRest(_ method: String, _ params: [Node]) async throws {
        #expect(try await events(method, params) == [])
    }

    @Test func aLoginOfAClientIsAnUpdateOfItsHost() async throws {
        try await withBus(.small, hearing: ["event:host_updated"]) { mock, client in
            try await Caller(mock).with("pc1.opus.test", "0c0c").call("backend_info")
            #expect(
                try await client.message()["data"] == [
                    "type": "OpsiClient", "id": "pc1.opus.test",
                ])
            let host = try await Caller(mock).result("host_getObjects", [], ["id": "pc1.opus.test"])
            #expect(host[0]?["lastSeen"]?.string?.prefix(13) == mock.now.prefix(13))
        }
    }

    @Test func agentsComeAndGo() async throws {
        try await withBus(.small, hearing: ["event:host_connected", "event:host_disconnected"]) {
            mock, client in
            let agent = ("pc1.opus.test", "0c0c")
            try await BusClient.connected(to: mock, as: agent) { first in
                _ = try await first.message()
                let come = try await client.message()
                #expect(come["event"] == "host_connected")
                #expect(
                    come["data"] == [
                        "client_address": "127.0.0.1", "worker": "opsiserver:1",
                        "host": ["type": "OpsiClient", "id": "pc1.opus.test"],
                    ])
                // A second connection of the same host is nothing new.
                try await BusClient.connected(to: mock, as: agent) { second in
                    _ = try await second.message()
                }
                let connected = try await Caller(mock).result("host_getMessagebusConnectedIds")
                #expect(connected == ["pc1.opus.test"])
            }
            #expect(try await client.message()["event"] == "host_disconnected")
        }
    }

    // MARK: Floods and loss

    func update(_ mock: OpsiMock, rows: Range<Int>) async throws {
        let rows = rows.map { Self.row("p\($0)", "pc1.opus.test") }
        _ = try await Caller(mock).result("productOnClient_updateObjects", .array(rows))
    }

    static let rows = ["event:productOnClient_updated", "event:test"]

    /// The products of the events until one that ends them.
    func products(_ client: BusClient) async throws -> [String] {
        var products: [String] = []
        while true {
            let message = try await client.message()
            guard let product = message["data"]?["productId"]?.string else { return products }
            products.append(product)
        }
    }

    @Test func aCallOfManyRowsIsAsManyEvents() async throws {
        try await withBus(.small, hearing: Self.rows) { mock, client in
            async let written: Void = update(mock, rows: 0..<2_500)
            for number in 0..<2_500 {
                let message = try await client.message()
                #expect(message["data"]?["productId"] == .string("p\(number)"))
            }
            try await written
        }
    }

    /// Each channel keeps a thousand: what is older is lost, and nothing tells of that.
    @Test func whoDoesNotReadMissesTheOldest() async throws {
        try await withBus(.small, hearing: Self.rows) { mock, client in
            mock.faults.add(.init(.stall, count: 1))
            try await update(mock, rows: 0..<2_500)
            await mock.tell("test", [:])
            mock.resumeMessagebus()
            let products = try await products(client)
            #expect(products.count == 1_000)
            #expect(products.first == "p1500")
            #expect(products.last == "p2499")
        }
    }
}
