import Foundation
import TestSupport
import Testing

@testable import OpusServer

/// What is asked for by an id.
extension RequestTests {
    @Test(
        "Ids that opsi takes as patterns are refused before anything is sent",
        arguments: [
            "", "*", "pc*", "<pc", ">a",
        ])
    func patterns(id: ObjectID) async throws {
        let transport = ScriptedTransport { .result("[]", to: $0) }
        let server = try Server.scripted(transport)
        let calls: [@Sendable () async throws -> Void] = [
            { _ = try await server.client(id) }, { _ = try await server.clientGroups(id) },
            { _ = try await server.clientGroupMembers(id) },
            { _ = try await server.productGroups(id) },
            { _ = try await server.productGroupMembers(id) },
            { _ = try await server.productsOnClient(id) },
            { _ = try await server.productsOnDepot(id) },
            { _ = try await server.softwareOnClient(id) },
            { _ = try await server.clientDepots(id) },
            { _ = try await server.rows(.localboot.on(["pc1.test", id])) },
            { _ = try await server.table(.localboot.on([])) },
        ]
        for call in calls {
            #expect(try await serverError { try await call() }.code == .configuration)
        }
        #expect(transport.requests.count == 0)
    }

    @Test("The group clientdirectory comes first, the others as the server lists them")
    func clientDirectory() async throws {
        let transport = ScriptedTransport { request in
            .result(
                #"[{"id":"b","parentGroupId":null},{"id":"a","parentGroupId":"null"},{"id":"clientdirectory","parentGroupId":null},{"id":"c","parentGroupId":"a"}]"#,
                to: request)
        }
        let groups = try await Server.scripted(transport).clientGroups()
        #expect(groups.map(\.id) == ["clientdirectory", "b", "a", "c"])
        #expect(groups.map(\.parentID) == [nil, nil, nil, "a"])
    }

    @Test("A client is found by its exact id alone")
    func exactClient() async throws {
        let transport = ScriptedTransport {
            .result(
                #"[{"id":"PC1.test","created":null,"lastSeen":null},{"id":"pc1.test","created":null,"lastSeen":null}]"#,
                to: $0)
        }
        let server = try Server.scripted(transport)
        #expect(try await server.client("pc1.test")?.id == "pc1.test")
        #expect(try await server.client("Pc1.test") == nil)
    }
}
