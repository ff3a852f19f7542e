import LocalSystem
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
        case ended(Result<CollectedFleet, CollectionFailure>)
    }

    /// A collection that is under way.
    private struct Running {
        let started: Duration
        /// Finishing it cancels the collection.
        let stop: AsyncStream<Never>.Continuation
    }

    /// How far it has come.
    private struct Progress {
        var schedule: CollectionSchedule
        var running: Running?
        /// Whether a collection has ended, in time.
        var hasEnded = false
        /// Finishing it ends looking for causes, which must never delay a collection.
        var looking: AsyncStream<Never>.Continuation?

        /// Since when the collection runs that is under way.
        func time(at now: Duration) -> Duration { now - (running?.started ?? now) }
    }

    private func collectPeriodically() async {
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        await withDiscardingTaskGroup { group in
            var progress = Progress(
                schedule: CollectionSchedule(timing: timing, start: clock.uptime()))
            source.expectEvents()
            sender.yield(.woke)
            group.addTask { await source.listen { sender.yield(.changed($0)) } }
            group.addTask {
                for await _ in requests.stream { sender.yield(.requested) }
            }
            for await event in events {
                let now = clock.uptime()
                switch event {
                case .changed(let change): take(change)
                case .requested:
                    progress.schedule.request(at: now)
                    sender.yield(.woke)
                case .woke:
                    for action in progress.schedule.advance(to: now) {
                        carryOut(action, at: now, &progress, &group, sender)
                    }
                    let wake = progress.schedule.nextWake
                    pulse.expect(by: wake)
                    group.addTask {
                        await clock.sleep(wake)
                        sender.yield(.woke)
                    }
                case .ended(let result):
                    pulse.ended()
                    take(result, at: now, &progress, &group)
                    // Somebody may have asked for one meanwhile.
                    if progress.schedule.nextWake <= now { sender.yield(.woke) }
                }
            }
            group.cancelAll()
        }
    }

    private func take(_ change: FleetMonitor.Change) {
        switch change {
        case .counted:
            report.counted({ [source] in source.latest }, calls: { [calls] in calls.calls })
        case .connected: report.connected()
        case .disconnected(let error): report.disconnected(error)
        }
    }

    private func carryOut(
        _ action: CollectionSchedule.Action, at now: Duration, _ progress: inout Progress,
        _ group: inout DiscardingTaskGroup, _ sender: AsyncStream<Event>.Continuation
    ) {
        switch action {
        case .withdraw: report.withdrew()
        case .skip(let count): report.skipped(count)
        case .abandon:
            progress.running?.stop.finish()
            pulse.abandoned(at: now)
            report.ended(
                .failure(timeoutFailure), after: progress.time(at: now), calls: calls.calls)
        case .collect:
            progress.looking?.finish()
            progress.looking = nil
            let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
            progress.running = Running(started: now, stop: stop)
            group.addTask {
                let result = await source.collect(until: stopped)
                sender.yield(.ended(result ?? .failure(timeoutFailure)))
            }
        }
    }

    private func take(
        _ result: Result<CollectedFleet, CollectionFailure>, at now: Duration,
        _ progress: inout Progress, _ group: inout DiscardingTaskGroup
    ) {
        defer { progress.running = nil }
        let fleet = try? result.get()
        guard progress.schedule.ended(successfully: fleet != nil, at: now) else {
            return report.endedTooLate()
        }
        report.ended(result, after: progress.time(at: now), calls: calls.calls)
        // Until the next collection little is needed, and of the code of the start nothing at all.
        ResidentMemory.giveBack()
        if !progress.hasEnded { ResidentMemory.giveBackCode() }
        progress.hasEnded = true
        guard let fleet else { return }
        let (stopped, stop) = AsyncStream.makeStream(of: Never.self)
        progress.looking = stop
        group.addTask { await lookForCauses(fleet, until: stopped) }
    }

    private func lookForCauses(_ fleet: CollectedFleet, until stopped: AsyncStream<Never>) async {
        if let failure = await source.findCauses(in: fleet, until: stopped, report.found) {
            report.failedToFindCauses(failure)
        }
    }

    private var timeoutFailure: CollectionFailure { .tooLong(timing.timeout) }
}
