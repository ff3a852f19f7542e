import ArgumentParser
import OpusCore

/// For what needs no server.
struct LocalRolloutArguments: ParsableArguments {
    @OptionGroup var name: RolloutName
    @OptionGroup(title: "Output") var output: OutputOptions
}

struct RolloutStatusCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "status", "How far a rollout is, by its journal.",
        usage: "opus rollout status <plan> [<options>]",
        discussion: """
            No server is asked, and whoever goes on with the rollout is not disturbed.
            """,
        examples: """
            opus rollout status firefox.yaml
            opus rollout status firefox.yaml -o json
            """)

    @OptionGroup var arguments: LocalRolloutArguments

    func perform() async throws -> ExitStatus {
        let console = Console(arguments.output, .current())
        let name = arguments.name
        let machine = try RolloutStart.machine(name.files)
        try console.show(.record(RolloutReport(file: name.plan, machine: machine).record))
        return .done
    }
}

struct RolloutPauseCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "pause", "Ask nobody more for now; who was asked goes on.",
        usage: "opus rollout pause <plan> [<options>]",
        examples: "opus rollout pause firefox.yaml")

    @OptionGroup var arguments: LocalRolloutArguments

    func perform() async throws -> ExitStatus { try RolloutWishes.leave(.pause, arguments) }
}

struct RolloutResumeCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "resume", "Go on with a rollout that was paused.",
        usage: "opus rollout resume <plan> [<options>]",
        discussion: """
            What its gate has stopped is over: a new plan leaves out who has it already.
            """,
        examples: "opus rollout resume firefox.yaml")

    @OptionGroup var arguments: LocalRolloutArguments

    func perform() async throws -> ExitStatus { try RolloutWishes.leave(.resume, arguments) }
}

/// What a person wants of a rollout, whoever is at work on it.
enum RolloutWishes {
    /// Takes it in at once where nobody is at work on the rollout, and leaves it to that one else.
    static func leave(
        _ wish: RolloutWish, _ arguments: LocalRolloutArguments
    ) throws -> ExitStatus {
        let console = Console(arguments.output, .current())
        let files = arguments.name.files
        let lock = try files.takeIfFree()
        var machine = try RolloutStart.machine(files)
        guard !machine.isOver else {
            console.note("the rollout is over: it is \(machine.state.phase.rawValue)")
            return .nothingMatched
        }
        if wish == .resume, machine.state.phase != .paused, files.wish() != .pause {
            console.note("the rollout is not paused")
            return .nothingMatched
        }
        guard let lock else {
            try files.want(wish)
            console.note("the opus that is at work on it takes it in within moments")
            return .done
        }
        try withExtendedLifetime(lock) {
            machine.take(wish, RolloutClock.now())
            try files.save(machine.state)
            // What was wanted before is answered by what is wanted now.
            if let old = files.wish() { try files.fulfil(old) }
        }
        console.note(
            wish == .pause
                ? "the rollout is paused" : "the rollout goes on where somebody runs it")
        return .done
    }
}
