@testable import OpusCore

/// Fleets made by hand.
enum Fleets {
    /// Two depots, one of which is none, and groups with every odd character.
    static let nasty = fleet(groups: .success(nastyGroups))

    static let nastyGroups = [
        GroupSummary(id: #"back\slash"#, parent: "clientdirectory", counts: counts(2, failed: 1)),
        GroupSummary(id: "clientdirectory", parent: nil, counts: counts(3, failed: 1)),
        GroupSummary(id: "grün 🦊", parent: #"say "hi""#, counts: counts(0)),
        GroupSummary(id: #"say "hi""#, parent: "gone", counts: counts(1)),
        GroupSummary(id: "two\nlines", parent: nil, counts: counts(1)),
    ]

    /// The same where the server could not say which groups there are.
    static let groupless = fleet(
        groups: .failure(ServerError(.rpc, method: "group_getObjects", "one row is broken")),
        ungrouped: nil)

    static func fleet(
        groups: Result<[GroupSummary], ServerError> = .success([]), ungrouped: Int? = 1,
        clients: [ClientSummary] = clients
    ) -> FleetSummary {
        FleetSummary(
            serverTime: 1_780_000_000,
            serverVersion: "4.3.23.7",
            clients: clients,
            depots: [
                DepotSummary(
                    id: "depot1.example.org",
                    details: DepotSummary.Details(master: "depot1.example.org", products: 60),
                    counts: counts(3, failed: 1, updatable: 2),
                    ungrouped: ungrouped, productsFailed: 4, productsUpdatable: 5,
                    productsRequested: [.setup: 6, .uninstall: 0]),
                DepotSummary(
                    id: FleetSummary.unknownDepot, details: nil, counts: counts(1),
                    ungrouped: ungrouped.map { _ in 0 }, productsFailed: 0, productsUpdatable: 0,
                    productsRequested: [:]),
            ],
            groups: groups,
            products: products,
            failingVersions: failingVersions,
            failedClients: [
                FailedClient(
                    id: "pc1.example.org", products: ["firefox", #"odd "one""#],
                    groups: [#"back\slash"#, "clientdirectory"], since: 1_779_990_000)
            ])
    }

    static let failingVersions = [
        FailingVersion(
            depot: "depot1.example.org", product: "firefox", version: "118.0-1", failed: 1,
            failedRecently: 0, uptake: nil),
        FailingVersion(
            depot: "depot1.example.org", product: "firefox", version: "119.0-1", failed: 3,
            failedRecently: 2,
            uptake: FailingVersion.Uptake(succeeded: 12, succeededRecently: 5, waiting: 7)),
        FailingVersion(
            depot: FleetSummary.unknownDepot, product: #"odd "one""#, version: "", failed: 1,
            failedRecently: 1, uptake: nil),
    ]

    static let causes = {
        var causes = FailureCauses([
            ("firefox", .busy), ("firefox", .busy), ("firefox", .filesMissing), ("firefox", nil),
            (#"odd "one""#, .unknown),
        ])
        causes.reasons = ["pc1.example.org": ["firefox": "no <space> left"]]
        return causes
    }()

    static let products = [
        ProductSummary(id: "7zip", installed: 3, failed: 0, updatable: 2, pending: 0),
        ProductSummary(id: "firefox", installed: 2, failed: 1, updatable: 0, pending: 0),
        ProductSummary(id: #"odd "one""#, installed: 0, failed: 0, updatable: 0, pending: 0),
    ]

    static let clients = [
        client("pc1.example.org", failed: 2, lastSeen: 1_779_999_000),
        client("pc2.example.org", lastSeen: 1_770_000_000),
        client("pc3.example.org", lastSeen: nil),
    ]

    static func client(_ id: ObjectID, failed: Int = 0, lastSeen: Int?) -> ClientSummary {
        ClientSummary(
            id: id, depot: "depot1.example.org", states: failed > 0 ? .failed : [],
            failedProducts: failed, updatableProducts: 0, lastSeen: lastSeen)
    }

    static func counts(_ clients: Int, failed: Int = 0, updatable: Int = 0) -> StateCounts {
        var counts = StateCounts()
        counts.clients = clients
        counts[.failed] = failed
        counts[.updatable] = updatable
        return counts
    }
}
