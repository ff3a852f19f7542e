import OpusCore

/// Goes on with a rollout, shows how far it is, and tells how it ended.
struct RolloutRun: Sendable {
    private var driver: RolloutDriver<OpusRolloutServer, RolloutFiles>
    private let files: RolloutFiles
    private let context: CommandContext
    private let watching: RolloutWatching

    init(
        _ machine: RolloutMachine, _ files: RolloutFiles, _ context: CommandContext,
        _ watching: RolloutWatching
    ) {
        self.files = files
        self.context = context
        self.watching = watching
        driver = RolloutDriver(
            machine, server: OpusRolloutServer(context.opus), store: files,
            clock: RolloutClock.now)
    }

    var machine: RolloutMachine { driver.machine }
    var report: RolloutReport { RolloutReport(file: files.plan, machine: machine) }

    /// What would come next.
    var nextWords: String {
        RolloutPauseText.words(machine.decision(at: RolloutClock.now()), machine)
    }

    /// Does what is due, and ends.
    mutating func once() async throws -> ExitStatus {
        let pause = try await driver.step(metrics)
        return try tell(pause)
    }

    /// Goes on until it is over.
    mutating func toTheEnd() async throws -> ExitStatus {
        let signal = WaitingSignal()
        let opus = context.opus
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await signal.listen(to: opus) }
            defer { group.cancelAll() }
            return try await goOn(signal)
        }
    }

    private mutating func goOn(_ signal: WaitingSignal) async throws -> ExitStatus {
        var display = RolloutDisplay(isQuiet: context.console.isQuiet)
        var hasWorked = false
        var trouble = RolloutTrouble()
        while true {
            do {
                let metrics = metrics
                let pause = try await driver.step {
                    metrics($0)
                    display.show($0, nil)
                }
                hasWorked = true
                trouble.isOver(context.console)
                display.show(machine, pause)
                guard let pause else { return try tell(nil) }
                try await wait(signal, pause)
            } catch is CancellationError {
                context.console.note(
                    "stopped; what clients were asked for goes on, and so does the rollout when it"
                        + " is run again")
                throw CommandFailure(.interrupted, "interrupted")
            } catch let error as ServerError where hasWorked {
                try await trouble.wait(after: error, context.console)
            }
        }
    }

    private func wait(_ signal: WaitingSignal, _ pause: RolloutPause) async throws {
        var seconds = watching.interval
        if case .settling(let rest) = pause { seconds = min(seconds, Double(max(1, rest))) }
        // A person's wish lies in a file, and nothing tells of it.
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            let rest = end - ContinuousClock.now
            if try await signal.wait(atMost: min(rest, .seconds(1))) { return }
            if files.wish() != nil { return }
        }
    }

    private var metrics: @Sendable (RolloutMachine) -> Void {
        guard let file = watching.metricsFile else { return { _ in } }
        let plan = files.plan
        return { machine in RolloutMetrics(machine, plan: plan).write(to: file) }
    }

    private func tell(_ pause: RolloutPause?) throws -> ExitStatus {
        try context.console.show(.record(report.record))
        if let pause { context.console.note(RolloutPauseText.words(pause, machine)) }
        let failed = machine.state.failures.flatMap(\.clients)
        if machine.state.phase == .halted, let first = failed.first {
            context.console.hint(
                CommandText.words([
                    "opus", "why", first.text, "--product",
                    machine.plan.products.map(\.text).joined(separator: ","),
                ]) + " tells more")
        }
        return ExitStatus(machine, pause)
    }
}

extension ExitStatus {
    /// How a process ends that went on with a rollout.
    init(_ machine: RolloutMachine, _ pause: RolloutPause?) {
        guard pause == nil else {
            self = .tryAgain
            return
        }
        switch machine.state.phase {
        case .halted, .aborted: self = .halted
        case .ready, .running, .paused: self = .tryAgain
        case .done:
            let all = machine.tallies.total
            self = all.succeeded + all.skipped == all.clients ? .done : .partial
        }
    }
}

/// A server that can't be asked for a while: a restart, or a network that is gone.
private struct RolloutTrouble {
    private var misses = 0

    /// Tells of it once, and waits longer each time.
    mutating func wait(after error: ServerError, _ console: Console) async throws {
        if misses == 0 {
            console.note("the server can't be asked right now: \(CommandFailure(error).message)")
        }
        misses += 1
        try await Task.sleep(for: .seconds(min(60, 1 << min(misses, 6))))
    }

    mutating func isOver(_ console: Console) {
        if misses > 0 { console.note("the server answers again") }
        misses = 0
    }
}
