import OpsiMock
import Testing

/// What a real server was seen to do, and does by its sources, with what products depend on.
@Suite struct DependencyTests {
    private static let client = "pc1.opus.test"

    /// A fleet of one client whose depot has these products, each with scripts for setup and
    /// uninstall unless it says otherwise.
    private func fleet(
        _ products: [String], _ dependencies: [Dependency], without: Set<String> = [],
        locked: Set<String> = [], noSetup: Set<String> = [], installed: [String: String] = [:]
    ) -> Fleet {
        var fleet = Fleet()
        fleet.add(["id": "server.opus.test", "type": "OpsiConfigserver"], to: .host)
        fleet.add(["id": .string(Self.client), "type": "OpsiClient"], to: .host)
        for id in products {
            fleet.add(
                [
                    "id": .string(id), "type": "LocalbootProduct", "productVersion": "1",
                    "packageVersion": "1", "priority": .integer(0),
                    "setupScript": noSetup.contains(id) ? "" : "setup.opsiscript",
                    "uninstallScript": "uninstall.opsiscript",
                ], to: .product)
            if without.contains(id) { continue }
            fleet.add(
                [
                    "productId": .string(id), "productType": "LocalbootProduct",
                    "productVersion": "1", "packageVersion": "1",
                    "depotId": "server.opus.test", "locked": .bool(locked.contains(id)),
                ], to: .productOnDepot)
        }
        for dependency in dependencies {
            fleet.add(
                [
                    "productId": .string(dependency.product), "productVersion": "1",
                    "packageVersion": "1", "productAction": .string(dependency.on),
                    "requiredProductId": .string(dependency.needs),
                    "requiredAction": dependency.action.map { .string($0) } ?? .null,
                    "requiredInstallationStatus": dependency.status.map { .string($0) } ?? .null,
                    "requirementType": dependency.when.map { .string($0) } ?? .null,
                ], to: .productDependency)
        }
        for (id, status) in installed {
            var row = Fleet.ProductOnClient(productId: id, clientId: Self.client)
            row.installationStatus = status
            fleet.put(row)
        }
        return fleet
    }

    struct Dependency {
        var product: String
        var needs: String
        var on = "setup"
        var action: String?
        var status: String?
        var when: String? = "before"

        static func installed(_ product: String, _ needs: String) -> Self {
            Dependency(product: product, needs: needs, status: "installed")
        }
    }

    /// The answer as `product:request`, in its order.
    private func answer(_ fleet: Fleet, _ requests: [String]) async throws -> [String] {
        let rows = requests.map { request -> Node in
            let parts = request.split(separator: ":")
            return [
                "type": "ProductOnClient", "productId": .string(String(parts[0])),
                "productType": "LocalbootProduct", "clientId": .string(Self.client),
                "actionRequest": .string(String(parts[1])),
            ]
        }
        return try await withOpsiMock(fleet: fleet, configuration: .noon) { mock in
            let answer = try await Caller(mock).result(
                "productOnClient_addDependencies", .array(rows))
            #expect(mock.withFleet { $0.json } == fleet.json, "asking writes nothing")
            return (answer.array ?? []).map {
                "\($0["productId"]?.string ?? "?"):\($0["actionRequest"]?.string ?? "?")"
            }
        }
    }

    @Test func aChainIsFollowedToItsEnd() async throws {
        let fleet = fleet(["a", "b", "c"], [.installed("a", "b"), .installed("b", "c")])
        #expect(try await answer(fleet, ["a:setup"]) == ["c:setup", "b:setup", "a:setup"])
    }

    @Test func aDiamondAsksForItsFootOnce() async throws {
        let fleet = fleet(
            ["a", "b", "c", "d"],
            [
                .installed("a", "b"), .installed("a", "c"), .installed("b", "d"),
                .installed("c", "d"),
            ])
        #expect(try await answer(fleet, ["a:setup"]).sorted() == "abcd".map { "\($0):setup" })
    }

    @Test func aCycleEnds() async throws {
        let fleet = fleet(
            ["a", "b", "c"], [.installed("a", "b"), .installed("b", "c"), .installed("c", "a")])
        #expect(try await answer(fleet, ["a:setup"]).sorted() == ["a:setup", "b:setup", "c:setup"])
    }

    @Test func whatTheDepotLacksIsLeftOutWithoutAWord() async throws {
        let fleet = fleet(["a", "b"], [.installed("a", "b")], without: ["b"])
        #expect(try await answer(fleet, ["a:setup"]) == ["a:setup"])
        #expect(try await answer(fleet, ["b:setup"]) == [])
    }

    @Test func aLockedPackageIsAskedForAllTheSame() async throws {
        let fleet = fleet(["a", "b"], [.installed("a", "b")], locked: ["b"])
        #expect(try await answer(fleet, ["a:setup"]) == ["b:setup", "a:setup"])
    }

    @Test func whatIsThereIsNotAskedForButWhatItNeedsIs() async throws {
        let fleet = fleet(
            ["a", "b", "c"], [.installed("a", "b"), .installed("b", "c")],
            installed: ["b": "installed"])
        #expect(try await answer(fleet, ["a:setup"]) == ["a:setup", "c:setup"])
    }

    @Test func aRequiredActionIsAskedForWhateverIsThere() async throws {
        let fleet = fleet(
            ["a", "b"], [Dependency(product: "a", needs: "b", action: "setup")],
            installed: ["b": "installed"])
        #expect(try await answer(fleet, ["a:setup"]) == ["b:setup", "a:setup"])
    }

    @Test func whatMustNotBeThereIsRemoved() async throws {
        let fleet = fleet(
            ["a", "b", "c"],
            [
                Dependency(product: "a", needs: "b", status: "not_installed"),
                Dependency(product: "a", needs: "c", status: "not_installed"),
            ], installed: ["b": "installed"])
        #expect(try await answer(fleet, ["a:setup"]) == ["b:uninstall", "a:setup"])
    }

    @Test func aDependencyWithoutAScriptIsLeftOutWithWhatItNeeds() async throws {
        let fleet = fleet(
            ["a", "b", "c"], [.installed("a", "b"), .installed("b", "c")], noSetup: ["b"])
        #expect(try await answer(fleet, ["a:setup"]) == ["a:setup"])
    }

    @Test func setupWinsOverARemovalThatWasAskedFor() async throws {
        let fleet = fleet(["a", "b"], [.installed("a", "b")], installed: ["b": "installed"])
        let forced = fleet2(["a", "b"], Dependency(product: "a", needs: "b", action: "setup"))
        #expect(try await answer(fleet, ["a:setup", "b:uninstall"]) == ["b:setup", "a:setup"])
        #expect(try await answer(forced, ["a:setup", "b:uninstall"]) == ["b:setup", "a:setup"])
    }

    private func fleet2(_ products: [String], _ dependency: Dependency) -> Fleet {
        fleet(products, [dependency])
    }

    @Test func onlyTheActionThatNeedsItCounts() async throws {
        let fleet = fleet(
            ["a", "b"], [Dependency(product: "a", needs: "b", on: "uninstall", action: "uninstall")]
        )
        #expect(try await answer(fleet, ["a:setup"]) == ["a:setup"])
        #expect(try await answer(fleet, ["a:uninstall"]) == ["b:uninstall", "a:uninstall"])
    }

    @Test func whatComesAfterStandsBehind() async throws {
        let fleet = fleet(
            ["b", "z"], [Dependency(product: "z", needs: "b", status: "installed", when: "after")])
        #expect(try await answer(fleet, ["z:setup"]) == ["z:setup", "b:setup"])
    }

    @Test func anAddedRowKeepsWhatTheClientReportedBefore() async throws {
        var fleet = fleet(["a", "b"], [.installed("a", "b")])
        var row = Fleet.ProductOnClient(productId: "b", clientId: Self.client)
        row.installationStatus = "unknown"
        row.actionResult = "failed"
        row.actionProgress = "ExitCode = 1603"
        row.modificationTime = "2026-01-01 10:00:00"
        fleet.put(row)
        let rows: Node = [
            [
                "type": "ProductOnClient", "productId": "a", "productType": "LocalbootProduct",
                "clientId": .string(Self.client), "actionRequest": "setup",
            ]
        ]
        try await withOpsiMock(fleet: fleet, configuration: .noon) { mock in
            let answer = try await Caller(mock).result(
                "productOnClient_updateObjectsWithDependencies", rows)
            #expect(answer.values(of: "actionResult") == [])
            row.actionRequest = "setup"
            row.modificationTime = "2026-06-15 12:00:00"
            let written = mock.withFleet { $0.productOnClient("b", on: Self.client) }
            #expect(written?.actionResult == "failed")
            #expect(written?.actionProgress == "ExitCode = 1603")
            #expect(written?.modificationTime == row.modificationTime)
        }
    }
}
