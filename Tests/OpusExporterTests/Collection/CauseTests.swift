import MockSupport
import OpsiMock
import OpusCore
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter
@testable import OpusServer

/// Causes on `/metrics`, from logs that a mock server has.
@Suite("Causes, from logs to metrics", .timeLimit(.minutes(2)))
struct CauseTests {
    private static let fleet = OpsiMock.Fleet.generated(
        clients: 250, products: 20, groups: 4, seed: 7)

    private static let failures = fleet.productsOnClient().filter {
        $0.actionResult == "failed" && $0.productType == "LocalbootProduct"
    }

    /// Clients whose log has to be read, as a row of theirs gives no reason.
    private static let unread = Set(
        failures.filter { ($0.actionProgress ?? "").isEmpty }.map(\.clientId))

    /// Runs an exporter that looks for causes, by a clock that stands still.
    private static func run(
        _ mock: OpsiMock, logs: Int, username: String? = nil, password: String? = nil,
        _ body: @Sendable (RunningExporter, ManualClock) async throws -> Void
    ) async throws {
        let server = OpusCore.ServerConfiguration(
            url: mock.url, username: username ?? mock.username,
            password: Secret(password ?? mock.password), retries: .never)
        let calls = CallStatistics()
        let source = WatchedFleet(
            try Opus(server: server, observer: calls.record), refreshing: FleetRefreshing(),
            logs: logs)
        let clock = ManualClock()
        try await RunningExporter.run(
            clock: clock.clock,
            collections: [
                CollectionConfiguration(
                    name: "opsi.test", server: server, families: OptionalFamilies(causes: .causes))
            ], sources: { _ in (source, calls) }
        ) { exporter in
            try await body(exporter, clock)
        }
    }

    /// Clients by cause, over all products, as served now.
    private static func causes(_ exporter: RunningExporter) async throws -> [String: Int] {
        let answer = try await exporter.get("/metrics")
        return answer.text.split(separator: "\n")
            .filter { $0.hasPrefix("opsi_product_clients_failed_by_cause{") }
            .reduce(into: [:]) { causes, line in
                let cause = line.split(separator: "cause=\"").last?.split(separator: "\"").first
                let count = line.split(separator: " ").last.flatMap { Int($0) }
                causes[cause.map(String.init) ?? "", default: 0] += count ?? 0
            }
    }

    private static func value(_ series: String, _ exporter: RunningExporter) async throws -> String?
    {
        let answer = try await exporter.get("/metrics")
        return answer.text.split(separator: "\n").first { $0.hasPrefix(series + " ") }
            .map { String($0.dropFirst(series.count + 1)) }
    }

    private static func logsRead(_ mock: OpsiMock) -> Int {
        mock.requests.flatMap(\.methods).count { $0 == "log_read" }
    }

    /// How often causes were looked for: the failed rows are read then, and the clock.
    private static func looks(_ mock: OpsiMock) -> Int {
        var looks = 0
        var hasRows = false
        for request in mock.requests {
            if request.params?.contains(#""failed""#) == true {
                hasRows = true
            } else if hasRows, request.methods.contains("getServiceTime") {
                looks += 1
                hasRows = false
            }
        }
        return looks
    }

    /// Waits until all causes are known.
    private static func known(_ exporter: RunningExporter) async throws {
        while try await causes(exporter)["pending"] != nil {
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test("an interval reads as many logs as it may, until all is known")
    func budget() async throws {
        let budget = 3
        try await withOpsiMock(fleet: Self.fleet) { mock in
            try await Self.run(mock, logs: budget) { exporter, clock in
                try await exporter.logged("info collected")
                var read = 0
                for interval in 1... {
                    read = min(Self.unread.count, budget * interval)
                    try await mock.wait { Self.logsRead($0) >= read }
                    // All failures are counted all the time, whatever is known of them.
                    let causes = try await Self.causes(exporter)
                    #expect(causes.values.reduce(0, +) == Self.failures.count)
                    guard read < Self.unread.count else { break }
                    #expect(causes["pending", default: 0] > 0)
                    clock.advance(to: .seconds(60 * interval))
                    try await exporter.logged("debug collected")
                    #expect(Self.logsRead(mock) <= read + budget)
                }
                #expect(Self.unread.count > 2 * budget)
                try await Self.known(exporter)
                let causes = try await Self.causes(exporter)
                #expect(causes["unknown"] == nil)
                // These have no reason in the row: only logs tell of them.
                let fromLogs = ["files_missing", "timeout", "licence"]
                #expect(fromLogs.contains { causes[$0, default: 0] > 0 })
                #expect(Self.logsRead(mock) == Self.unread.count)
            }
        }
    }

    @Test("a log that never comes delays no collection, and what it would tell is pending")
    func neverDelays() async throws {
        try await withOpsiMock(fleet: Self.fleet) { mock in
            mock.faults.add(.init(.hang, method: "log_read"))
            try await Self.run(mock, logs: 100) { exporter, clock in
                try await exporter.logged("info collected")
                for interval in 1...3 {
                    try await mock.wait { Self.logsRead($0) == interval }
                    let pending = try await Self.causes(exporter)["pending", default: 0]
                    #expect(pending > 0)
                    clock.advance(to: .seconds(60 * interval))
                    // The clock stands still meanwhile: it takes no time at all.
                    try await exporter.logged("debug collected")
                    let duration = "opsi_exporter_last_collection_duration_seconds"
                    #expect(
                        try await Self.value(#"\#(duration){server="opsi.test"}"#, exporter) == "0")
                }
                mock.faults.clear()
                clock.advance(to: .seconds(240))
                try await Self.known(exporter)
                #expect(try await Self.value(#"opsi_up{server="opsi.test"}"#, exporter) == "1")
            }
        }
    }

    @Test("who may not read logs is told once, and goes on without them")
    func refused() async throws {
        try await withOpsiMock(fleet: Self.fleet, configuration: .withUsers) { mock in
            try await Self.run(mock, logs: 5, username: "reader", password: "r") {
                exporter, clock in
                try await exporter.logged("warning why products failed could not be found out")
                for interval in 1...3 {
                    clock.advance(to: .seconds(60 * interval))
                    #expect(try await exporter.log.lines.next() == "debug collected")
                    try await mock.wait { Self.looks($0) == interval + 1 }
                }
                #expect(Self.logsRead(mock) == 1)
                let errors = #"opsi_exporter_collection_errors_total{server="opsi.test",reason="#
                #expect(try await Self.value(errors + #""permission"}"#, exporter) == "1")
                #expect(try await Self.value(#"opsi_up{server="opsi.test"}"#, exporter) == "1")
                let causes = try await Self.causes(exporter)
                #expect(causes["pending", default: 0] > 0)
                // What the rows tell is there.
                let fromRows = ["script_reason", "syntax_error", "busy", "cache"]
                #expect(fromRows.contains { causes[$0, default: 0] > 0 })
                #expect(causes.values.reduce(0, +) == Self.failures.count)
            }
        }
    }
}
