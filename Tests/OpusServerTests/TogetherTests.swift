import OpsiMock
import TestSupport
import Testing

@testable import OpusServer

/// Calls that are made in one request.
@Suite("Calls together")
struct TogetherTests {
    private static func withServer(
        _ body: (Server, OpsiMock) async throws -> Void
    ) async throws {
        let fleet = try Fleet(json: Array(try Fixture.data("fleet-recorded.json")))
        try await withOpsiMock(fleet: fleet) { mock in
            let server = try Server(
                .init(url: mock.url, username: mock.username, password: Secret(mock.password)))
            do {
                try await body(server, mock)
                await server.shutdown()
            } catch {
                await server.shutdown()
                throw error
            }
        }
    }

    @Test("what is told of one client is what single calls tell, in one request")
    func sheet() async throws {
        try await Self.withServer { server, mock in
            let id: ObjectID = "pc-acc-01.fleet.test"
            let sheet = try await server.sheet(ofClient: id)
            #expect(mock.requests.map(\.methods.count) == [7])
            #expect(sheet.rows == (try await server.productsOnClient(id)))
            #expect(sheet.depots == (try await server.clientDepots(id)))
            let members = try await server.clientGroupMemberships(ofClients: [id])
            #expect(sheet.members.groups(ofObject: id) == members.groups(ofObject: id))
            #expect(sheet.systems == (try await server.auditedSystems()))
            #expect(sheet.clock.utcOffset == (try await server.clock()).utcOffset)
        }
    }

    @Test("a call that is refused leaves the others their answers")
    func refusal() async throws {
        try await Self.withServer { server, _ in
            let known = Asked("accessControl_userIsAdmin", []) { reader throws(JSONError) in
                try reader.readBool()
            }
            let unknown = Asked("no_such_method", []) { reader throws(JSONError) in
                try reader.readBool()
            }
            let time = try await server.rpc.together([unknown, known])
            #expect(time != nil)
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
