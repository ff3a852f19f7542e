import Foundation
import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusExporter
@testable import OpusServer

/// An exporter that reads a mock server, by a clock that the test moves on.
struct ObservedExporter: Sendable {
    let running: RunningExporter
    let clock: ManualClock

    /// Runs one before a mock of the example fleet for the time of a closure, which gets the samples
    /// of the first collection. Where its pauses go by the clock too, they end when the test says so.
    static func run<Value: Sendable>(
        _ change: (inout OpusCore.ServerConfiguration) -> Void = { _ in },
        configuration: OpsiMock.Configuration = .init(),
        unixTime: (@Sendable () -> Double)? = nil, interval: Duration = .seconds(60),
        pausesByClock: Bool = false,
        _ body: @Sendable (ObservedExporter, OpsiMock, [String: String]) async throws -> Value
    ) async throws -> Value {
        try await withOpsiMock(fleet: .example, configuration: configuration) { mock in
            var server = mock.access()
            change(&server)
            return try await run(
                server, unixTime: unixTime, interval: interval, pausesByClock: pausesByClock
            ) { exporter in
                try await exporter.logged("info collected")
                return try await body(exporter, mock, try await exporter.samples())
            }
        }
    }

    /// Runs one for the time of a closure. Its first collection starts at once.
    static func run<Value: Sendable>(
        _ server: OpusCore.ServerConfiguration, unixTime: (@Sendable () -> Double)? = nil,
        interval: Duration = .seconds(60), pausesByClock: Bool = false,
        _ body: @Sendable (ObservedExporter) async throws -> Value
    ) async throws -> Value {
        let calls = CallStatistics()
        let clock = ManualClock()
        var collectorClock = clock.clock
        let opus: Opus
        if pausesByClock {
            let start = ContinuousClock.now
            opus = Opus(
                try Server(
                    server, observer: calls.record, now: { start + clock.now.offset },
                    transport: { address throws(ServerError) in
                        try HTTPTransport(server, address: address)
                    }))
        } else {
            opus = try Opus(server: server, observer: calls.record)
        }
        if let unixTime { collectorClock.unixTime = unixTime }
        let source = WatchedFleet(opus, refreshing: FleetRefreshing())
        let collection = CollectionConfiguration(
            name: "opsi.test", server: server, interval: interval, timeout: .seconds(150))
        return try await RunningExporter.run(
            clock: collectorClock, collections: [collection], sources: { _ in (source, calls) }
        ) { try await body(ObservedExporter(running: $0, clock: clock)) }
    }

    /// Moves the clock on, and waits for what is logged of it.
    @discardableResult
    func advance(to time: Duration, until prefix: String) async throws -> String {
        clock.advance(to: time)
        return try await logged(prefix)
    }

    /// Waits for a line of the log that starts like this.
    @discardableResult
    func logged(_ prefix: String) async throws -> String { try await running.logged(prefix) }

    /// All samples by their series, as they are served now.
    func samples() async throws -> [String: String] {
        let answer = try await running.get("/metrics")
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
