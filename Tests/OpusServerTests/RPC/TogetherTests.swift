import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusServer

/// Calls that are made in one request.
@Suite("Calls together")
struct TogetherTests {
    @Test("what is told of one client is what single calls tell, in one request")
    func batch() async throws {
        try await withServer(of: .recorded) { mock, server in
            let id: ObjectID = "pc-acc-01.fleet.test"
            let batch = try await server.batch(
                ofClients: [id], [.clock, .members, .systems, .info, .groups, .depots, .products])
            #expect(mock.requests.map(\.methods.count) == [11])
            #expect(batch.rows == (try await server.productsOnClient(id)))
            #expect(batch.clientDepots == (try await server.clientDepots(id)))
            let members = try await server.clientGroupMemberships(ofClients: [id])
            #expect(
                try batch.members?.get().groups(ofObject: id) == members.groups(ofObject: id))
            #expect(batch.systems == (try await server.auditedSystems()))
            #expect(batch.clock?.utcOffset == (try await server.clock()).utcOffset)
            #expect(batch.info == (try await server.serverInfo()))
            #expect(try batch.groups?.get() == (try await server.clientGroups()))
            #expect(batch.depots == (try await server.depots()))
            #expect(batch.products == (try await server.productsOnDepot()))
        }
    }

    @Test("what is not asked for is not called")
    func part() async throws {
        try await withServer(of: .recorded) { mock, server in
            let batch = try await server.batch(ofClients: ["pc-acc-01.fleet.test"], [])
            #expect(
                mock.requests.map(\.methods) == [
                    ["productOnClient_getObjects", "configState_getClientToDepotserver"]
                ])
            #expect(!batch.rows.isEmpty && batch.clock == nil && batch.groups == nil)
        }
    }

    @Test("a command begins with one request for its rights and the clients that it names")
    func begin() async throws {
        try await withServer(of: .recorded) { mock, server in
            let id: ObjectID = "pc-acc-01.fleet.test"
            let first = try await server.begin(clients: [id], acting: true)
            #expect(first.rights == .administrator && first.isReadOnly == false)
            #expect(first.clients == [try #require(try await server.client(id))])
            // A list of one call is no list to the server.
            let alone = try await server.begin(clients: [], acting: false)
            #expect(alone.rights == .administrator && alone.clients == nil)
            #expect(mock.requests.map(\.methods.count) == [3, 1, 1])
        }
    }

    @Test("a batch of products is what single calls tell, in one request")
    func products() async throws {
        try await withServer(of: .recorded) { mock, server in
            let (client, product): (ObjectID, ObjectID) = ("pc-acc-01.fleet.test", "firefox")
            var question = ProductBatch.Question(products: [product])
            question.depotsOf = [client]
            question.rowsOn = [client]
            question.dependencies = true
            let batch = try await server.batch(question)
            #expect(mock.requests.map(\.methods.count) == [5])
            #expect(batch.onDepots == (try await server.productsOnDepots(ofProducts: [product])))
            #expect(batch.products == (try await server.products(withIDs: [product])))
            #expect(batch.clientDepots == (try await server.clientDepots(client)))
            let query = ProductOnClientQuery(clients: [client], products: [product])
            #expect(batch.rows == (try await server.rows(query)))
            mock.clearRequests()
            // No product is never every product.
            let none = try await server.batch(ProductBatch.Question(products: []))
            #expect(none.onDepots.isEmpty && mock.requests.isEmpty)
        }
    }

    @Test("a call that is refused leaves the others their answers")
    func refusal() async throws {
        try await withServer(of: .recorded) { _, server in
            let known = Asked("accessControl_userIsAdmin", []) { reader throws(JSONError) in
                try reader.readBool()
            }
            let unknown = Asked("no_such_method", []) { reader throws(JSONError) in
                try reader.readBool()
            }
            let answer = try await server.rpc.together([unknown, known])
            #expect(answer.serverTime != nil)
            #expect(try known.value)
            let error = #expect(throws: ServerError.self) { try unknown.value }
            #expect(error?.code == .rpc && error?.method == "no_such_method")
        }
    }

    private static var calls: [Asked<Int>] {
        ["a", "b"].map { name in
            Asked(name, []) { reader throws(JSONError) in try reader.readInt() }
        }
    }

    @Test("answers find their calls in whatever order, and with the id behind the result")
    func order() throws {
        let calls = Self.calls
        let text = #"[{"result": 8, "id": 8}, {"id": 7, "error": null, "result": 7}]"#
        try Envelope<Bool>.readAll(Array(text.utf8), firstID: 7, calls)
        #expect(try calls[0].value == 7)
        #expect(try calls[1].value == 8)
    }

    @Test(
        "an answer that is none is an error",
        arguments: [
            "{}", "[1]", #"[{"id": 9, "result": 1}]"#, #"[{"result": 1}]"#, #"[{"id": 7}]"#,
            #"[{"id": 7, "result": "x"}]"#, #"[{"id": 7, "result": 1}"#,
        ])
    func malformed(text: String) {
        #expect(throws: JSONError.self) {
            try Envelope<Bool>.readAll(Array(text.utf8), firstID: 7, Self.calls)
        }
    }

    @Test("a time that names a zone can be read once the server's own is known")
    func zones() throws {
        let calls = [
            Asked("a", []) { reader throws(JSONError) in try reader.readTimestamp("result") }
        ]
        let bytes = Array(#"[{"id": 7, "result": "2026-11-27T17:00:00Z"}]"#.utf8)
        let error = #expect(throws: JSONError.self) {
            try Envelope<Bool>.readAll(bytes, firstID: 7, calls)
        }
        #expect(error?.reason == .unknownOffset)
        try Envelope<Bool>.readAll(bytes, firstID: 7, utcOffset: 3_600, calls)
        #expect(try calls[0].value == LocalTimestamp("2026-11-27 18:00:00"))
    }

    @Test("a call without an answer is an error, not a nothing")
    func missing() throws {
        let calls = Self.calls
        try Envelope<Bool>.readAll(Array(#"[{"id": 7, "result": 1}]"#.utf8), firstID: 7, calls)
        #expect(try calls[0].value == 1)
        #expect(throws: ServerError.self) { try calls[1].value }
    }
}
