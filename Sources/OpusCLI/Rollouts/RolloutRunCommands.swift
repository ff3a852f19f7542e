import ArgumentParser
import OpusCore

/// A command that goes on with a rollout.
protocol GoingOnCommand: KindOfCommand, ChangingCommand where Arguments == RolloutArguments {
    func goOn(_ run: inout RolloutRun) async throws -> ExitStatus
}

extension GoingOnCommand {
    var acting: ActingOptions { arguments.acting }
    // What was read is old after days.
    var readsOnce: Bool { false }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let files = arguments.name.files
        let lock = try files.take()
        defer { withExtendedLifetime(lock) {} }
        var run = try prepared(files, context)
        guard !acting.dryRun else {
            try context.console.show(.record(run.report.record))
            context.console.note(run.nextWords + "; nothing was changed")
            return .done
        }
        guard isAgreed(context.console, { isAgreedTo(run.machine, context) }) else {
            return .nothingMatched
        }
        return try await goOn(&run)
    }

    /// Whether it may be done: as the options say, or a person, who is told where it is not.
    func isAgreed(_ console: Console, _ ask: () -> Bool) -> Bool {
        if acting.yes || ask() { return true }
        console.note("nothing was changed")
        return false
    }

    /// The rollout as its journal has it, if it is one for this server.
    func prepared(_ files: RolloutFiles, _ context: CommandContext) throws -> RolloutRun {
        let machine = try RolloutStart.machine(files, settling: arguments.watching.settling)
        guard ServerKey(machine.plan.server) == ServerKey(context.server) else {
            throw CommandFailure.usage(
                "the plan is for \(machine.plan.server.visible), and the server is"
                    + " \(context.server.visible)")
        }
        return RolloutRun(machine, files, context, arguments.watching)
    }

    private func isAgreedTo(_ machine: RolloutMachine, _ context: CommandContext) -> Bool {
        context.console.note(
            RolloutProgressText(machine).lines(width: 100, estimate: nil).joined(separator: "\n"))
        return Confirmation.confirm(clients: machine.plan.clients.count, at: context.server)
    }
}

struct RolloutRunCommand: GoingOnCommand {
    static let configuration = CommandConfiguration(
        "run", "Go through a rollout's stages to its end.",
        usage: "opus rollout run <plan> [<options>]",
        discussion: """
            It may be ended at any moment, and goes on where it was when it is run again: what it \
            is about to do is in the journal beside the plan before it is done, and the truth is \
            read from the server. Where a gate stops it, what still waits is taken back: requests \
            that this rollout wrote, and nobody else since. Ctrl-C ends this command, not what \
            clients were asked for; `opus rollout pause` and `abort` work while it runs.
            """,
        examples: """
            opus rollout run firefox.yaml --dry-run
            opus rollout run firefox.yaml --yes
            """)

    @OptionGroup var arguments: RolloutArguments

    func goOn(_ run: inout RolloutRun) async throws -> ExitStatus {
        let prepared = run
        return try await Interruption.watch {
            var run = prepared
            return try await run.toTheEnd()
        }
    }
}

struct RolloutStepCommand: GoingOnCommand {
    static let configuration = CommandConfiguration(
        "step", "Do what is due in a rollout now, for cron or a timer.",
        usage: "opus rollout step <plan> [<options>]",
        discussion: """
            As `opus rollout run`, but it does not wait: it ends with 75 where the rollout is not \
            over. opus-rollout@.timer runs it every minute.
            """,
        examples: "opus rollout step firefox.yaml --yes")

    @OptionGroup var arguments: RolloutArguments

    func goOn(_ run: inout RolloutRun) async throws -> ExitStatus { try await run.once() }
}

struct RolloutAbortCommand: GoingOnCommand {
    static let configuration = CommandConfiguration(
        "abort", "Take back what still waits, and end a rollout.",
        usage: "opus rollout abort <plan> [<options>]",
        discussion: """
            Taken back are requests that the rollout wrote, and nobody else since. Who is at work \
            on one goes on.
            """,
        examples: """
            opus rollout abort firefox.yaml --dry-run
            opus rollout abort firefox.yaml --yes
            """)

    @OptionGroup var arguments: RolloutArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let files = arguments.name.files
        let lock = try files.takeIfFree()
        defer { withExtendedLifetime(lock) {} }
        // Where another process is at work on it, that one ends it.
        let own = lock == nil ? nil : try prepared(files, context)
        guard !acting.dryRun else {
            if let own { try context.console.show(.record(own.report.record)) }
            context.console.note(
                own == nil
                    ? "another opus is at work on it, and would do it" : "nothing was changed")
            return .done
        }
        guard isAgreed(context.console, { Confirmation.yes("End this rollout?") }) else {
            return .nothingMatched
        }
        try files.want(.abort)
        guard var own else {
            context.console.note("the opus that is at work on it takes it in within moments")
            return .done
        }
        return try await own.once()
    }

    func goOn(_ run: inout RolloutRun) async throws -> ExitStatus { try await run.once() }
}
