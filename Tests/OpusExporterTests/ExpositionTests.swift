import OpusCore
import TestSupport
import Testing

@testable import OpusExporter

@Suite("Exposition")
struct ExpositionTests {
    @Test("the whole output is as written down", arguments: ExpositionFormat.allCases)
    func golden(format: ExpositionFormat) {
        let bytes = ExpositionRenderer.render(
            MetricFamilies.all, of: Samples.metrics(), format: format)
        let expected = format == .text ? Golden.text : Golden.openMetrics
        let lines = String(decoding: bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false)
        let wanted = expected.split(separator: "\n", omittingEmptySubsequences: false)
        // Line by line first: a difference in a long text says little.
        for (line, want) in zip(lines, wanted) { #expect(line == want) }
        #expect(lines.count == wanted.count)
        #expect(bytes == Array(expected.utf8))
    }

    @Test("before the first collection there is no fleet, and no zero that stands for it")
    func empty() {
        let metrics = ExporterMetrics(
            servers: [ServerMetrics(name: "opsi.test", interval: .seconds(60))],
            process: Samples.process)
        let names = Self.families(in: metrics)
        #expect(
            names == [
                "opsi_exporter_build_info", "opsi_exporter_collection_errors_total",
                "opsi_exporter_collection_interval_seconds",
                "opsi_exporter_collections_skipped_total", "opsi_exporter_collections_total",
                "opsi_exporter_config_last_reload_success_timestamp_seconds",
                "opsi_exporter_config_last_reload_successful",
                "opsi_exporter_http_requests_total", "opsi_up", "process_cpu_seconds_total",
                "process_max_fds", "process_open_fds", "process_resident_memory_bytes",
                "process_start_time_seconds", "process_virtual_memory_bytes",
            ])
    }

    @Test("where groups could not be read, their families and ungrouped are absent")
    func groupless() {
        var metrics = Samples.metrics()
        let whole = Self.families(in: metrics)
        metrics.servers[0].fleet = Fleets.groupless
        let gone = Set(whole).subtracting(Self.families(in: metrics))
        #expect(
            gone == [
                "opsi_clients_ungrouped", "opsi_group_clients", "opsi_group_clients_failed",
                "opsi_group_clients_fresh", "opsi_group_clients_never_seen",
                "opsi_group_clients_outdated", "opsi_group_clients_pending",
                "opsi_group_clients_stuck", "opsi_group_clients_updatable", "opsi_group_info",
            ])
    }

    @Test("a series that comes twice is written once")
    func duplicates() {
        let family = MetricFamily.gauge("g", "Help.", labels: ["id"]) { _ in
            [
                Sample(["a"], 1), Sample(["b"], 2), Sample(["a"], 3),
                // Equal as Swift strings, two labels to Prometheus.
                Sample(["\u{E9}"], 4), Sample(["e\u{301}"], 5),
            ]
        }
        let bytes = ExpositionRenderer.render([family], of: Samples.metrics(), format: .text)
        let expected = """
            # HELP g Help.
            # TYPE g gauge
            g{server="opsi.test",id="a"} 1
            g{server="opsi.test",id="b"} 2
            g{server="opsi.test",id="\u{E9}"} 4
            g{server="opsi.test",id="e\u{301}"} 5

            """
        #expect(bytes == Array(expected.utf8))
    }

    @Test(
        "numbers are written as Prometheus reads them",
        arguments: [
            (0.0, "0"), (1.5, "1.5"), (-2, "-2"), (1e15, "1000000000000000"), (1e300, "1e+300"),
            (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
        ])
    func numbers(value: Double, text: String) {
        let family = MetricFamily.gauge("g", "Help.") { _ in [Sample([], value)] }
        let bytes = ExpositionRenderer.render([family], of: Samples.metrics(), format: .text)
        #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("} \(text)\n"))
    }

    @Test("HELP escapes backslashes and newlines, and quotes in OpenMetrics alone")
    func help() {
        let family = MetricFamily.gauge("g", "A \"b\"\\\nc") { _ in [Sample([], 1)] }
        func firstLine(_ format: ExpositionFormat) -> Substring? {
            let bytes = ExpositionRenderer.render([family], of: Samples.metrics(), format: format)
            return String(decoding: bytes, as: UTF8.self).split(separator: "\n").first
        }
        #expect(firstLine(.text) == ##"# HELP g A "b"\\\nc"##)
        #expect(firstLine(.openMetrics) == ##"# HELP g A \"b\"\\\nc"##)
    }

    @Test("every family is declared once, with a help text and the name that its kind asks for")
    func declarations() {
        let names = MetricFamilies.all.map(\.name)
        #expect(Set(names).count == names.count)
        for family in MetricFamilies.all {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(family.name.hasSuffix("_total") == (family.kind == .counter), "\(family.name)")
            #expect(!family.labels.contains("server"), "\(family.name)")
            #expect(
                family.help.contains("do not sum over group")
                    == family.name.hasPrefix("opsi_group_clients"), "\(family.name)")
            let samples =
                switch family.generator {
                case .server: family.samples(of: Samples.metrics().servers[0])
                case .process(let generate): generate(Samples.process)
                }
            #expect(!samples.isEmpty, "\(family.name)")
            #expect(
                samples.allSatisfy { $0.labels.count == family.labels.count }, "\(family.name)")
        }
    }

    private static func families(in metrics: ExporterMetrics) -> [String] {
        let bytes = ExpositionRenderer.render(MetricFamilies.all, of: metrics, format: .text)
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
    }
}

@Suite("gzip")
struct GzipTests {
    @Test("what zlib unpacks is what was packed", arguments: [0, 1, 100, 1_000_000])
    func roundTrip(size: Int) throws {
        let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* $0 / 7) }
        let packed = try #require(Gzip.compress(bytes))
        #expect(try Inflate.gunzip(packed) == bytes)
    }

    @Test("the check above notices a flipped bit")
    func damaged() throws {
        var packed = try #require(Gzip.compress(Array("a fleet of clients".utf8)))
        packed[packed.count - 6] ^= 1
        #expect(throws: Inflate.Failure.self) { try Inflate.gunzip(packed) }
    }
}
