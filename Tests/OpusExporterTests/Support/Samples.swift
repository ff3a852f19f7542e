import OpusCore

@testable import ExporterToolkit
@testable import OpusExporter
@testable import OpusServer

/// What is known, made by hand.
enum Samples {
    static let process = ProcessMetrics(
        version: "1.2.3",
        requests: [
            RequestCounts.Entry(status: 200, count: 7), RequestCounts.Entry(status: 404, count: 0),
        ],
        usage: ProcessUsage(
            cpuSeconds: 1.25, virtualBytes: 4096, residentBytes: 2048,
            startTime: 1_790_000_000.5, openFiles: 9, maximumFiles: 1024),
        reload: ReloadStatus(isSuccessful: true, lastSuccess: 1_790_000_000.75),
        certificateExpiry: 1_800_000_000)

    static func metrics() -> ExporterMetrics {
        let calls = CallStatistics()
        for milliseconds in [5, 30, 800, 90_000] {
            calls.record(
                ObservedCall(
                    method: "host_getObjects", duration: .milliseconds(milliseconds),
                    responseBytes: 1000, failure: milliseconds == 90_000 ? .timeout : nil))
        }
        calls.record(
            ObservedCall(
                method: "group_getObjects", duration: .milliseconds(1000), responseBytes: 0,
                failure: nil))
        var server = ServerMetrics(
            name: "opsi.test", interval: .milliseconds(1500),
            families: OptionalFamilies(
                products: SeriesSelection(), clients: SeriesSelection(), causes: .causes))
        server.isUp = true
        server.fleet = Fleets.nasty
        server.causes = Fleets.causes
        server.lastSuccess = 1_790_000_060.25
        server.lastDuration = .milliseconds(250)
        server.collections = 3
        server.errors = [.timeout: 2]
        server.skipped = 1
        server.note(
            FleetAccount(
                fullReads: [.first: 1, .interval: 2], sinceFullRead: .milliseconds(500),
                mendedRows: 3, eventLag: .milliseconds(750)),
            at: 1_790_000_001)
        server.calls = calls.calls
        server.certificateExpiry = 1_795_000_000
        return ExporterMetrics(servers: [server], process: process)
    }
}
