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
                "opsi_exporter_series_limit_exceeded opsi_client_last_seen_timestamp_seconds 0",
            ])
        let exact = Self.series(OptionalFamilies(clients: SeriesSelection(maximumSeries: 3)))
        #expect(exact.count { $0.hasPrefix("opsi_client_failed_products") } == 3)
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
