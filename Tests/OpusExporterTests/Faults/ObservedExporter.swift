import Foundation
import OpsiMock
import TestSupport
import Testing
import WebSupport

@testable import OpusCore
@testable import OpusExporter
@testable import OpusServer

/// An exporter that reads a mock server, by a clock that the test moves on.
struct ObservedExporter: Sendable {
    static let interval = Duration.seconds(60)
    static let collectionTimeout = Duration.seconds(150)

    let port: Int
    let log: LogRecorder
    let clock: ManualClock

    /// Runs one for the time of a closure. Its first collection starts at once. Where its pauses
    /// go by the clock too, they end when the test says so.
    static func run<Value: Sendable>(
        url: String, password: String, _ change: (inout OpusCore.ServerConfiguration) -> Void,
        clock: ManualClock = ManualClock(), unixTime: (@Sendable () -> Double)? = nil,
        interval: Duration = Self.interval, pausesByClock: Bool = false,
        _ body: @Sendable (ObservedExporter) async throws -> Value
    ) async throws -> Value {
        var server = OpusCore.ServerConfiguration(
            url: url, username: "adminuser", password: Secret(password))
        server.retries = .never
        change(&server)
        let calls = CallStatistics()
        var collectorClock = clock.clock
        let opus: Opus
        if pausesByClock {
            let start = ContinuousClock.now
            let uptime = collectorClock.uptime
            let settings = server
            opus = Opus(
                try Server(
                    server, observer: calls.record, now: { start + uptime() },
                    transport: { address throws(ServerError) in
                        try HTTPTransport(settings, address: address)
                    }))
        } else {
            opus = try Opus(server: server, observer: calls.record)
        }
        if let unixTime { collectorClock.unixTime = unixTime }
        let source = WatchedFleet(opus, refreshing: FleetRefreshing())
        let collection = CollectionConfiguration(
            name: "opsi.test", server: server, interval: interval, timeout: collectionTimeout)
        return try await RunningExporter.run(
            clock: collectorClock, collections: [collection], sources: { _ in (source, calls) }
        ) { exporter in
            try await body(
                ObservedExporter(port: exporter.port, log: exporter.log, clock: clock))
        }
    }

    /// Moves the clock on, and waits for what is logged of it.
    func advance(to time: Duration, until prefix: String) async throws -> String {
        clock.advance(to: time)
        return try await logged(prefix)
    }

    /// Waits for a line of the log that starts like this.
    func logged(_ prefix: String) async throws -> String {
        while true {
            let line = try await log.lines.next()
            if line.hasPrefix(prefix) { return line }
        }
    }

    /// All samples by their series, as they are served now.
    func samples() async throws -> [String: String] {
        let answer = try await RawHTTP.send("GET", "/metrics", port: port)
        #expect(answer.status == 200)
        return answer.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
            .reduce(into: [:]) { samples, line in
                guard let space = line.lastIndex(of: " ") else { return }
                let series = String(line[..<space])
                #expect(samples[series] == nil, "twice: \(series)")
                samples[series] = String(line[line.index(after: space)...])
            }
    }
}

extension [String: String] {
    /// Those that tell of the fleet.
    var fleet: Self {
        let prefixes = ["opsi_client", "opsi_group", "opsi_depot", "opsi_server_info"]
        return filter { sample in prefixes.contains { sample.key.hasPrefix($0) } }
    }

    /// The number of collections that failed for a reason.
    func errors(_ reason: ServerError.Code) -> String? {
        let labels = #"{server="opsi.test",reason="\#(reason.rawValue)"}"#
        return self["opsi_exporter_collection_errors_total\(labels)"]
    }

    /// The sum of all collections that failed.
    var allErrors: Int {
        filter { $0.key.hasPrefix("opsi_exporter_collection_errors_total") }
            .reduce(0) { $0 + (Int($1.value) ?? 0) }
    }

    var isUp: String? { self[#"opsi_up{server="opsi.test"}"#] }
}
