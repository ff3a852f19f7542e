import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing

/// What a person reads of one client, one product, or a part of the fleet.
@Suite("Details") struct DetailsTests {
    private static let now = ExpectedCounts.unixTime

    private func withRecorded(_ body: (Opus, OpsiMock) async throws -> Void) async throws {
        try await withOpus(.recorded, clock: .fixed(Self.now), utcOffset: 3_600, body)
    }

    @Test("The summary of some clients has their numbers, among all groups and depots")
    func summary() async throws {
        try await withRecorded { opus, _ in
            let whole = try await opus.fleetSummary()
            let selection = try await opus.select(TargetExpression("pc-acc-*"))
            let part = try await opus.fleetSummary(of: selection)
            #expect(part.clients == whole.clients.filter { selection.ids.contains($0.id) })
            #expect(part.depots.map(\.id) == whole.depots.map(\.id))
            #expect(part.depots.map(\.counts.clients).reduce(0, +) == 3)
            let groups = try part.groups.get()
            #expect(groups.map(\.id) == (try whole.groups.get()).map(\.id))
            #expect(groups.first { $0.id == "accounting" }?.counts.clients == 3)
            #expect(groups.first { $0.id == "werk-halle" }?.counts.clients == 0)
        }
    }

    @Test("A client's details are its own rows, judged by its own depot")
    func client() async throws {
        try await withRecorded { opus, _ in
            let details = try await opus.details(ofClient: acc2)
            let whole = try await opus.fleetSummary()
            #expect(details.client.id == acc2)
            #expect(details.summary == whole.clients.first { $0.id == acc2 })
            #expect(details.groups == ["accounting"])
            #expect(details.serverTime == Self.now)
            #expect(
                details.products.map(\.state.productID) == [
                    "7zip", "adobereader", "config-win-base", "firefox", "hwaudit", "libreoffice",
                    "old-tool", "opsi-client-agent", "swaudit",
                ])
            #expect(
                details.products.filter(\.isFailed).map(\.state.productID)
                    == ["adobereader", "libreoffice"])
            let libreoffice = details.products.first { $0.state.productID == "libreoffice" }
            #expect(libreoffice?.depotVersion == "24.8.2-2")
            // Nothing is installed of which the depot could have a newer version.
            #expect(libreoffice?.isUpdatable == false)
            #expect(
                details.products.filter(\.isUpdatable).count == details.summary.updatableProducts)
            #expect(details.products.filter(\.isUpdatable).count > 0)
            let gone = details.products.first { $0.state.productID == "old-tool" }
            #expect(gone?.depotVersion == nil)
            #expect(gone?.isUpdatable == false)
        }
    }

    @Test("A row's time is told in Unix seconds, by the server's offset")
    func times() async throws {
        try await withRecorded { opus, mock in
            mock.set("firefox", on: acc1) { $0.modificationTime = "1970-01-02 01:00:00" }
            let details = try await opus.details(ofClient: acc1)
            let firefox = details.products.first { $0.state.productID == "firefox" }
            #expect(firefox?.changed == 86_400)
        }
    }

    @Test("Failures are all failed rows, or those of the selected clients, in order")
    func failures() async throws {
        try await withRecorded { opus, mock in
            let expected = mock.withFleet { fleet in
                let clients = Set(fleet.clientIds)
                return fleet.productsOnClient().filter {
                    $0.actionResult == "failed" && $0.productType == "LocalbootProduct"
                        && clients.contains($0.clientId)
                }.map { "\($0.clientId) \($0.productId)" }.sorted()
            }
            let all = try await opus.failures()
            #expect(all.rows.map { "\($0.clientID) \($0.productID)" } == expected)
            #expect(all.serverTime == Self.now)
            #expect(all.utcOffset == 3_600)
            let selection = try await opus.select(TargetExpression("pc-acc-02"))
            let some = try await opus.failures(on: selection)
            #expect(some.rows.map(\.productID) == ["adobereader", "libreoffice"])
            #expect(some.rows.allSatisfy { $0.clientID == acc2 })
        }
    }

    @Test("A product's places are its depots and every client that has a row of it")
    func product() async throws {
        try await withRecorded { opus, mock in
            let places = try await opus.places(ofProduct: "firefox")
            let (rows, depots) = mock.withFleet { fleet in
                (
                    fleet.productsOnClient().filter { $0.productId == "firefox" }
                        .map(\.clientId).sorted(),
                    fleet.objects(in: .productOnDepot, where: "productId", is: "firefox")
                        .compactMap { $0["depotId"]?.string }.sorted()
                )
            }
            #expect(places.clients.map(\.state.clientID.text) == rows)
            #expect(places.depots.map(\.depot.text) == depots)
            let whole = try await opus.fleetSummary()
            let summary = whole.products.first { $0.id == "firefox" }
            #expect(places.clients.filter(\.isUpdatable).count == summary?.updatable)
            let error = await #expect(throws: UnknownObject.self) {
                try await opus.places(ofProduct: "fire")
            }
            #expect(error?.kind == .product)
        }
    }

    @Test("The check tells what the server is and what the user may do")
    func check() async throws {
        try await withRecorded { opus, _ in
            let check = try await opus.check()
            #expect(check.version?.isEmpty == false)
            #expect(check.rights == .administrator)
            #expect(check.serverTime == Self.now)
        }
    }
}
