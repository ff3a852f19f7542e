import Logging
import OpusCore
import ServiceLifecycle

/// Reads one server's fleet again and again, and puts what it learns on the board.
struct Collector: Service {
    let source: any FleetSource
    let calls: CallStatistics
    let timing: CollectionTiming
    let report: CollectionReport
    let clock: CollectorClock
    /// Beats as long as collections go on as planned.
    var pulse = Pulse()
    /// Collections that somebody asks for.
    var requests = CollectionRequests()

    /// Collects until the task is cancelled or shut down; then ends the session.
    func run() async {
        await cancelWhenGracefulShutdown { await collectPeriodically() }
        await source.shutdown()
    }

    private enum Event: Sendable {
        case woke
        case requested
        case changed(FleetMonitor.Change)
        case ended(Result<FleetSummary, CollectionFailure>)
    }

    /// A collection that is under way.
    private struct Running {
        let started: Duration
        /// Finishing it cancels the collection.
        let stop: AsyncStream<Never>.Continuation
    }

    private func collectPeriodically() async {
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        await withDiscardingTaskGroup { group in
            var schedule = CollectionSchedule(timing: timing, start: clock.uptime())
            var running: Running?
            // Finishing it ends looking for causes, which must never delay a collection.
            var looking: AsyncStream<Never>.Continuation?
            source.expectEvents()
            sender.yield(.woke)
            group.addTask { await source.listen { sender.yield(.changed($0)) } }
            group.addTask {
                for await _ in requests.stream { sender.yield(.requested) }
            }
            for await event in events {
                let now = clock.uptime()
                switch event {
                case .changed(.counted):
                    report.counted({ [source] in source.latest }, calls: { [calls] in calls.calls })
                case .changed(.connected): report.connected()
                case .changed(.disconnected(let error)): report.disconnected(error)
                case .requested:
                    schedule.request(at: now)
                    sender.yield(.woke)
                case .woke:
                    for action in schedule.advance(to: now) {
                        switch action {
                        case .withdraw: report.withdrew()
                        case .skip(let count): report.skipped(count)
                        case .abandon:
                            running?.stop.finish()
                            pulse.abandoned(at: now)
                            report.ended(
                                .failure(timeoutFailure), after: now - (running?.started ?? now),
                                calls: calls.calls)
                        case .collect:
                            looking?.finish()
                            looking = nil
                            let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
                            running = Running(started: now, stop: stop)
                            group.addTask {
                                let result = await source.collect(until: stopped)
                                sender.yield(.ended(result ?? .failure(timeoutFailure)))
                            }
                        }
                    }
                    let wake = schedule.nextWake
                    pulse.expect(by: wake)
                    group.addTask {
                        await clock.sleep(wake)
                        sender.yield(.woke)
                    }
                case .ended(let result):
                    pulse.ended()
                    let fleet = try? result.get()
                    if schedule.ended(successfully: fleet != nil, at: now) {
                        // What events told meanwhile is newer than what was read.
                        report.ended(
                            result.map { source.latest ?? $0 },
                            after: now - (running?.started ?? now), calls: calls.calls)
                        if let fleet {
                            let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
                            looking = stop
                            group.addTask { await lookForCauses(fleet, until: stopped) }
                        }
                    } else {
                        report.endedTooLate()
                    }
                    running = nil
                    // Somebody may have asked for one meanwhile.
                    if schedule.nextWake <= now { sender.yield(.woke) }
                }
            }
            group.cancelAll()
        }
    }

    private func lookForCauses(_ fleet: FleetSummary, until stopped: AsyncStream<Never>) async {
        if let failure = await source.findCauses(fleet, until: stopped, report.found) {
            report.failedToFindCauses(failure)
        }
    }

    private var timeoutFailure: CollectionFailure { .tooLong(timing.timeout) }
}
