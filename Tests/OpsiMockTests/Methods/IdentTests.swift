import OpsiMock
import Testing

/// An `ident` in an object that is written.
@Suite struct IdentTests {
    private func write(_ ident: Node?) async throws -> (Reply, [String]) {
        try await withOpsiMock(fleet: .small) { mock in
            var row: [String: Node] = [
                "productId": "firefox", "productType": "LocalbootProduct",
                "clientId": "pc1.opus.test", "actionRequest": "setup",
            ]
            row["ident"] = ident
            let reply = try await Caller(mock).call("productOnClient_updateObjects", [.object(row)])
            let rows = try await Caller(mock).result(
                "productOnClient_getObjects", [], ["actionRequest": "setup"])
            return (reply, rows.values(of: "ident"))
        }
    }

    @Test(
        arguments: [
            "java;LocalbootProduct;pc2.opus.test",
            ["java", "LocalbootProduct", "pc2.opus.test"],
            ["productId": "java", "productType": "LocalbootProduct", "clientId": "pc2.opus.test"],
        ] as [Node])
    func winsOverTheAttributes(_ ident: Node) async throws {
        let (reply, written) = try await write(ident)
        #expect(reply.message == nil)
        #expect(written == ["java;LocalbootProduct;pc2.opus.test"])
    }

    @Test(arguments: ["java;pc2.opus.test", "", "a;b;c;d", ["java"], [], 5] as [Node])
    func mustHaveAllParts(_ ident: Node) async throws {
        let (reply, written) = try await write(ident)
        #expect(reply.errorClass == "ValueError")
        #expect(reply.message?.contains("does not match class") == true)
        #expect(written == [])
    }
}
