import OpusCore
import Testing

@testable import OpusExporter

@Suite("Families on request")
struct OptionalFamiliesTests {
    private static let names = [
        "opsi_client_failed_products", "opsi_client_last_seen_timestamp_seconds",
        "opsi_product_clients_failed", "opsi_product_clients_installed",
        "opsi_product_clients_updatable",
    ]

    /// Every series of these families and of their limits, as `name value` by their own label.
    private static func series(_ families: OptionalFamilies, fleet: FleetSummary? = Fleets.nasty)
        -> [String]
    {
        var server = ServerMetrics(name: "s", interval: .seconds(60), families: families)
        server.fleet = fleet
        return MetricFamilies.own
            .filter { names.contains($0.name) || $0.name.hasSuffix("limit_exceeded") }
            .flatMap { family in
                family.samples(of: server).map { sample in
                    guard case .integer(let value) = sample.value else { return "?" }
                    return "\(family.name) \(sample.labels[0]) \(value)"
                }
            }
    }

    @Test("are not there unless they are asked for, nor is a word of their limits")
    func absent() {
        #expect(Self.series(OptionalFamilies()) == [])
    }

    @Test("nor without data")
    func noData() {
        let all = OptionalFamilies(products: SeriesSelection(), clients: SeriesSelection())
        #expect(Self.series(all, fleet: nil) == [])
    }

    @Test("are asked for one by one")
    func products() {
        #expect(
            Self.series(OptionalFamilies(products: SeriesSelection(include: [NamePattern("F*")])))
                == [
                    "opsi_product_clients_failed firefox 1",
                    "opsi_product_clients_updatable firefox 0",
                    "opsi_product_clients_installed firefox 2",
                    "opsi_exporter_series_limit_exceeded opsi_product_clients_failed 0",
                    "opsi_exporter_series_limit_exceeded opsi_product_clients_updatable 0",
                    "opsi_exporter_series_limit_exceeded opsi_product_clients_installed 0",
                ])
    }

    @Test(
        "patterns match whole names; what is excluded is out, whatever is included",
        arguments: [
            ([], [], ["7zip", "firefox", "office", "office-de"]), (["office"], [], ["office"]),
            (["office*"], [], ["office", "office-de"]),
            (["o?fice", "7*"], [], ["7zip", "office"]),
            ([], ["*f*"], ["7zip"]), (["office*"], ["office"], ["office-de"]),
            (["ffice", "fire"], [], []),
        ] as [([String], [String], [String])])
    func patterns(include: [String], exclude: [String], expected: [String]) {
        let selection = SeriesSelection(
            include: include.map { NamePattern($0) }, exclude: exclude.map { NamePattern($0) })
        let names = ["7zip", "firefox", "office", "office-de"]
        #expect(names.filter(selection.contains) == expected)
    }

    @Test("a family over its limit is withheld whole, the others stay")
    func limit() {
        // Three clients, two of which were seen.
        let series = Self.series(OptionalFamilies(clients: SeriesSelection(maximumSeries: 2)))
        #expect(
            series == [
                "opsi_client_last_seen_timestamp_seconds pc1.example.org 1779999000",
                "opsi_client_last_seen_timestamp_seconds pc2.example.org 1770000000",
                "opsi_exporter_series_limit_exceeded opsi_client_failed_products 1",
                "opsi_exporter_series_limit_exceeded opsi_client_failed_since_timestamp_seconds 0",
                "opsi_exporter_series_limit_exceeded opsi_client_last_seen_timestamp_seconds 0",
            ])
        let exact = Self.series(OptionalFamilies(clients: SeriesSelection(maximumSeries: 3)))
        #expect(exact.count { $0.hasPrefix("opsi_client_failed_products") } == 3)
    }

    @Test("versions that failed are there unasked, and a word of their limit is where it is passed")
    func failures() {
        func values(_ limit: Int?) -> [String] {
            let families = OptionalFamilies(
                failures: limit.map { SeriesSelection(maximumSeries: $0) })
            var server = ServerMetrics(name: "s", interval: .seconds(60), families: families)
            server.fleet = Fleets.nasty
            let own = MetricFamilies.own.filter { $0.name.hasPrefix("opsi_product_version_") }
                .map { "\($0.name.dropFirst(29)) \($0.samples(of: server).count)" }
            return own + Self.series(families)
        }
        #expect(OptionalFamilies().failures == .failures)
        let all = [
            "failed 3", "failed_recently 3", "succeeded 1", "succeeded_recently 1", "waiting 1",
        ]
        #expect(values(3) == all)
        #expect(
            values(2) == [
                "failed 0", "failed_recently 0", "succeeded 1", "succeeded_recently 1", "waiting 1",
                "opsi_exporter_series_limit_exceeded opsi_product_version_clients_failed 1",
                "opsi_exporter_series_limit_exceeded opsi_product_version_clients_failed_recently 1",
            ])
        #expect(values(nil) == all.map { $0.split(separator: " ")[0] + " 0" })
    }

    @Test("causes are there on request, without those of a fleet that is too old to be shown")
    func causes() {
        func values(_ families: OptionalFamilies, _ fleet: FleetSummary?) -> [String] {
            var server = ServerMetrics(name: "s", interval: .seconds(60), families: families)
            server.fleet = fleet
            server.causes = Fleets.causes
            return MetricFamilies.own.filter { $0.name.hasSuffix("_by_cause") }
                .flatMap { $0.samples(of: server) }
                .map { $0.labels.joined(separator: " ") }
        }
        let known = [
            "firefox files_missing", "firefox busy", "firefox pending", "odd \"one\" unknown",
        ]
        #expect(values(OptionalFamilies(causes: .causes), Fleets.nasty) == known)
        #expect(values(OptionalFamilies(causes: .causes), nil) == [])
        #expect(
            values(OptionalFamilies(causes: SeriesSelection(maximumSeries: 3)), Fleets.nasty) == [])
        #expect(values(OptionalFamilies(), Fleets.nasty) == [])
    }

    @Test("excluding some brings a family back under its limit")
    func excluded() {
        let series = Self.series(
            OptionalFamilies(
                clients: SeriesSelection(exclude: [NamePattern("pc3.*")], maximumSeries: 2)))
        #expect(series.contains("opsi_client_failed_products pc2.example.org 0"))
        #expect(
            series.contains("opsi_exporter_series_limit_exceeded opsi_client_failed_products 0"))
    }
}
