import FleetModel
import Foundation
import MockSupport
import OpsiMock
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

/// A mock whose fleet is written over RPC, and a monitor that listens to it.
struct ListeningBench: Sendable {
    static let start = 1_795_369_413

    let mock: OpsiMock
    let opus: Opus
    let monitor: FleetMonitor
    let writer: Server
    let changes = Inbox<FleetMonitor.Change>()

    /// A fleet whose names a server takes.
    static func fleet(seed: UInt64) -> OpsiMock.Fleet {
        .generated(clients: 24, products: 12, groups: 5, seed: seed, now: start)
    }

    var depots: [String] {
        mock.withFleet { fleet in
            fleet.objects(in: .host).filter { $0["type"]?.string != "OpsiClient" }
                .compactMap { $0["id"]?.string }
        }
    }

    static func run(
        _ fleet: OpsiMock.Fleet,
        configuration change: (inout OpsiMock.Configuration) -> Void = { _ in },
        as user: OpsiMock.Account? = nil, uptime: (@Sendable () -> Duration)? = nil,
        _ body: @Sendable (ListeningBench) async throws -> Void
    ) async throws {
        let configuration = OpsiMock.Configuration {
            $0.clock = .fixed(start)
            change(&$0)
        }
        try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
            let opus = try Opus(server: mock.access(as: user), reading: .init(batchSize: 10))
            let writer = try Server(mock.access())
            let monitor =
                uptime.map { FleetMonitor(opus, refreshing: .init(), uptime: $0) }
                ?? FleetMonitor(opus)
            let bench = ListeningBench(mock: mock, opus: opus, monitor: monitor, writer: writer)
            bench.monitor.expectEvents()
            do {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        await bench.monitor.listen { bench.changes.put($0) }
                    }
                    try await body(bench)
                    group.cancelAll()
                }
            } catch {
                await writer.shutdown()
                await opus.shutdown()
                throw error
            }
            await writer.shutdown()
            await opus.shutdown()
        }
    }

    /// Writes by a call.
    func write(_ method: String, _ parameters: JSONValue...) async throws {
        try await writer.change(method, parameters)
    }

    /// Refreshes, after which all is as it is, without another full read.
    func expectMended(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let found = try differences(try await monitor.refresh())
        #expect(found == [], sourceLocation: sourceLocation)
        #expect(monitor.account.fullReads == [.first: 1], sourceLocation: sourceLocation)
    }

    /// Waits until the monitor listens, and reads the fleet.
    func begin() async throws {
        try await connected()
        _ = try await monitor.refresh()
    }

    func connected() async throws {
        while true { if case .connected = try await changes.next() { return } }
    }

    /// Waits until what was written has been counted by its events.
    func counted() async throws {
        while true { if case .counted = try await changes.next() { return } }
    }

    /// Waits until all events of what was written have come, over a connection that stands.
    func heard() async throws {
        let marker = "config_updated"
        while true {
            let account = monitor.account
            if account.isListening {
                await mock.tell(marker, ["id": "a.setting.of.no.concern"])
                for _ in 0..<200 {
                    let now = monitor.account
                    if now.events[marker] ?? 0 > account.events[marker] ?? 0 { return }
                    // It may have broken off in between.
                    if !now.isListening { break }
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// What a summary and an independent model of the server's fleet differ in.
    func differences(_ summary: FleetSummary?) throws -> [String] {
        let json = mock.withFleet { $0.json }
        let model = try ReferenceFleet(json: Data(json), unixTime: Self.start).counts()
        guard let summary else { return ["nothing is known"] }
        return try Counts(summary).differences(from: model)
    }
}
