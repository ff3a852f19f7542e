import ExporterToolkit
import Logging
import OpusCore

/// Collects once from every server, for a file that node_exporter's textfile collector reads.
struct SingleRun: Sendable {
    let configuration: ExporterConfiguration
    let sources: [CollectorPool.Source]
    let clock: CollectorClock
    let logger: Logger

    /// Collects, each server in its own time limit.
    ///
    /// - Returns: the text, in which a server that could not be read has `opsi_up 0`, and whether
    ///   all could be.
    func collect() async -> (text: [UInt8], isComplete: Bool) {
        let board = MetricsBoard(
            servers: configuration.collections.map(ServerMetrics.init),
            usage: { nil })
        await withTaskGroup(of: Void.self) { group in
            for (index, (collection, source)) in zip(configuration.collections, sources)
                .enumerated()
            {
                let report = CollectionReport(
                    board: board, server: index, logger: logger.naming(collection),
                    unixTime: clock.unixTime, depots: collection.reading.depots,
                    certificateExpiry: { [source = source.source] in source.certificateExpiry })
                group.addTask {
                    let started = clock.uptime()
                    let result = await fleet(of: source.source, within: collection.timeout)
                    let duration = clock.uptime() - started
                    if let fleet = try? result.get() {
                        await lookForCauses(
                            fleet, source.source, report, until: started + collection.timeout)
                    }
                    await source.source.shutdown()
                    report.ended(result, after: duration, calls: source.calls.calls)
                }
            }
        }
        let metrics = board.metrics
        return (
            MetricsPublisher.text(MetricFamilies.textfile.map { $0.collected(from: metrics) }),
            metrics.servers.allSatisfy(\.isUp)
        )
    }

    private func lookForCauses(
        _ fleet: CollectedFleet, _ source: any FleetSource, _ report: CollectionReport,
        until deadline: Duration
    ) async {
        let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await clock.sleep(deadline)
                stop.finish()
            }
            if let failure = await source.findCauses(in: fleet, until: stopped, report.found) {
                report.failedToFindCauses(failure)
            }
            group.cancelAll()
        }
    }

    private func fleet(
        of source: any FleetSource, within limit: Duration
    ) async -> Result<CollectedFleet, CollectionFailure> {
        let deadline = clock.uptime() + limit
        let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                await clock.sleep(deadline)
                stop.finish()
            }
            let result = await source.collect(until: stopped)
            group.cancelAll()
            return result ?? .failure(.tooLong(limit))
        }
    }
}
