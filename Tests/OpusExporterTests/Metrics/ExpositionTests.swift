import OpusCore
import Testing

@testable import ExporterToolkit
@testable import OpusExporter

@Suite("Exposition")
struct ExpositionTests {
    @Test("the whole output is as written down", arguments: ExpositionFormat.allCases)
    func golden(format: ExpositionFormat) {
        let bytes = ExpositionRenderer.render(
            MetricFamilies.collected(from: Samples.metrics()), format: format)
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
                "opsi_exporter_build_info", "opsi_exporter_certificate_expiry_timestamp_seconds",
                "opsi_exporter_collection_errors_total",
                "opsi_exporter_collection_interval_seconds",
                "opsi_exporter_collections_skipped_total", "opsi_exporter_collections_total",
                "opsi_exporter_config_last_reload_success_timestamp_seconds",
                "opsi_exporter_config_last_reload_successful",
                "opsi_exporter_event_gaps_total", "opsi_exporter_events_connected",
                "opsi_exporter_events_total",
                "opsi_exporter_full_reads_total", "opsi_exporter_http_requests_total",
                "opsi_exporter_mended_rows_total", "opsi_up", "process_cpu_seconds_total",
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
                "opsi_clients_ungrouped", "opsi_group_clients", "opsi_group_clients_deferred",
                "opsi_group_clients_failed",
                "opsi_group_clients_fresh", "opsi_group_clients_never_seen",
                "opsi_group_clients_outdated", "opsi_group_clients_pending",
                "opsi_group_clients_stuck", "opsi_group_clients_updatable", "opsi_group_info",
            ])
    }

    @Test("every family is declared once, with a help text and the name that its kind asks for")
    func declarations() {
        let names = MetricFamilies.declared.map(\.name)
        #expect(Set(names).count == names.count)
        for family in MetricFamilies.declared {
            #expect(family.help.hasSuffix("."), "\(family.name)")
            #expect(
                family.help.contains("do not sum over group")
                    == family.name.hasPrefix("opsi_group_clients"), "\(family.name)")
        }
        let collected = MetricFamilies.collected(from: Samples.metrics())
        #expect(collected.map(\.family) == MetricFamilies.declared)
        for family in collected {
            let (name, labels) = (family.family.name, family.family.labels)
            for part in family.parts {
                #expect(!part.samples.isEmpty, "\(name)")
                #expect(
                    part.samples.allSatisfy { part.labels.count + $0.labels.count == labels.count },
                    "\(name)")
            }
        }
    }

    private static func families(in metrics: ExporterMetrics) -> [String] {
        let bytes = MetricsPublisher.text(MetricFamilies.collected(from: metrics))
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            .filter { $0.hasPrefix("# TYPE ") }.map { String($0.split(separator: " ")[2]) }
    }
}
