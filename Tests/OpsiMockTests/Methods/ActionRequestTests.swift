import OpsiMock
import Testing

@Suite struct ActionRequestTests {
    private func state(
        _ product: String, _ client: String = "pc1.opus.test", after method: String,
        _ parameters: Node...
    ) async throws -> Fleet.ProductOnClient? {
        let params = parameters
        return try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            let reply = try await Caller(mock).call(method, params: params)
            #expect(reply.message == nil)
            return mock.withFleet { $0.productOnClient(product, on: client) }
        }
    }

    @Test func askingForAnActionForgetsTheFailure() async throws {
        let state = try await state(
            "firefox", after: "setProductActionRequest", "firefox", "pc1.opus.test", "setup")
        #expect(state?.actionRequest == "setup")
        #expect(state?.actionResult == "none")
        #expect(state?.actionProgress == "")
        #expect(state?.productVersion == "1.0")
        #expect(state?.modificationTime == "2026-06-15 12:00:00")
    }

    @Test func askingForNoneKeepsTheFailure() async throws {
        let state = try await state(
            "firefox", after: "setProductActionRequest", "firefox", "pc1.opus.test", "none")
        #expect(state?.actionResult == "failed")
    }

    @Test func askingForNoneMakesARow() async throws {
        let state = try await state(
            "firefox", "pc3.opus.test", after: "setProductActionRequest", "firefox",
            "pc3.opus.test", "none")
        #expect(state?.actionRequest == "none")
        #expect(state?.installationStatus == "not_installed")
    }

    @Test func askingWithDependenciesKeepsFailureAndTime() async throws {
        let state = try await state(
            "firefox", after: "setProductActionRequestWithDependencies", "firefox",
            "pc1.opus.test", "setup")
        #expect(state?.actionRequest == "setup")
        #expect(state?.actionResult == "failed")
        #expect(state?.modificationTime == "2026-05-01 10:00:00")
    }

    @Test func dependenciesAreAskedForToo() async throws {
        let state = try await state(
            "java", after: "setProductActionRequestWithDependencies", "firefox", "pc1.opus.test",
            "setup")
        #expect(state?.actionRequest == "setup")
        #expect(state?.installationStatus == "not_installed")
        #expect(state?.modificationTime == "2026-06-15 12:00:00")
    }

    @Test func setProductStateFillsInTheDepotsVersion() async throws {
        let state = try await state(
            "firefox", after: "setProductState", "firefox", "pc1.opus.test", "installed", "none")
        #expect(state?.productVersion == "2.0")
        #expect(state?.packageVersion == "1")
        #expect(state?.actionResult == "successful")
    }

    static let refusals: [(String, String, String, String)] = [
        ("nosuch", "pc1.opus.test", "setup", "BackendMissingDataError"),
        ("firefox", "pc2.opus.test", "setup", "BackendMissingDataError"),
        ("firefox", "ghost.opus.test", "setup", "BackendConfigurationError"),
        ("firefox", "pc1", "setup", "ValueError"), ("firefox", "pc1.opus.test", "x", "ValueError"),
    ]

    @Test(
        arguments: refusals,
        ["setProductActionRequest", "setProductActionRequestWithDependencies"])
    func refuses(_ refusal: (String, String, String, String), _ method: String) async throws {
        let fleet = Fleet.small
        try await withOpsiMock(fleet: fleet) { mock in
            let reply = try await Caller(mock).call(
                method, .string(refusal.0), .string(refusal.1), .string(refusal.2))
            #expect(reply.errorClass == refusal.3)
            #expect(mock.withFleet { $0.json } == fleet.json)
        }
    }

    /// A row with an action request.
    private func request(_ product: String, _ client: String, _ action: String = "setup") -> Node {
        [
            "type": "ProductOnClient", "productId": .string(product),
            "productType": "LocalbootProduct", "clientId": .string(client),
            "actionRequest": .string(action),
        ]
    }

    @Test func theBulkCallSaysWhatItDidAndDropsTheRest() async throws {
        try await withOpsiMock(fleet: .small, configuration: .noon) { mock in
            let answer = try await Caller(mock).result(
                "productOnClient_updateObjectsWithDependencies",
                [
                    request("firefox", "pc1.opus.test"), request("firefox", "pc2.opus.test"),
                    request("firefox", "ghost.opus.test"), request("nosuch", "pc1.opus.test"),
                ])
            #expect(
                answer.values(of: "ident") == [
                    "java;LocalbootProduct;pc1.opus.test",
                    "firefox;LocalbootProduct;pc1.opus.test",
                ])
            #expect(answer.array?.map { $0["actionSequence"] } == [0, 1])
            // The depot of pc2 has no products at all.
            #expect(
                mock.withFleet { $0.productsOnClient("pc2.opus.test").map(\.productId) } == [
                    "Java Öl"
                ])
            #expect(mock.withFleet { $0.productOnClientCount } == 3)
            let failed = mock.withFleet { $0.productOnClient("firefox", on: "pc1.opus.test") }
            #expect(failed?.actionResult == "failed")
            #expect(failed?.actionRequest == "setup")
        }
    }

    @Test func aDependencyThatIsMetIsNotAskedFor() async throws {
        var fleet = Fleet.small
        var java = Fleet.ProductOnClient(productId: "java", clientId: "pc1.opus.test")
        java.installationStatus = "installed"
        fleet.put(java)
        try await withOpsiMock(fleet: fleet) { mock in
            let answer = try await Caller(mock).result(
                "productOnClient_updateObjectsWithDependencies",
                [request("firefox", "pc1.opus.test")])
            #expect(answer.values(of: "productId") == ["firefox"])
            #expect(mock.withFleet { $0.productOnClient("java", on: "pc1.opus.test") } == java)
        }
    }
}
