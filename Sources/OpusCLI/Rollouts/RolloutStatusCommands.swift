import ArgumentParser
import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// For what needs no server.
struct LocalRolloutArguments: ParsableArguments {
    @OptionGroup var name: RolloutName
    @OptionGroup(title: "Output") var output: OutputOptions
}

struct RolloutStatusCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "How far a rollout is, by its journal.",
        usage: "opus rollout status <plan> [<options>]",
        discussion: """
            No server is asked, and whoever goes on with the rollout is not disturbed.

            Examples:
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
        commandName: "pause",
        abstract: "Ask nobody more for now; who was asked goes on.",
        usage: "opus rollout pause <plan> [<options>]",
        discussion: """
            Examples:
              opus rollout pause firefox.yaml
            """)

    @OptionGroup var arguments: LocalRolloutArguments

    func perform() async throws -> ExitStatus { try RolloutWishes.leave(.pause, arguments) }
}

struct RolloutResumeCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a rollout that was paused.",
        usage: "opus rollout resume <plan> [<options>]",
        discussion: """
            What its gate has stopped is over: a new plan leaves out who has it already.

            Examples:
              opus rollout resume firefox.yaml
            """)

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

struct RolloutListCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "The rollouts whose plans are in a folder.",
        usage: "opus rollout list [<folder>] [<options>]",
        discussion: """
            Examples:
              opus rollout list
              opus rollout list /var/lib/opus-rollout -o json
            """)

    @Argument(
        help: ArgumentHelp("The folder; the present one unless given.", valueName: "folder"),
        completion: .directory)
    var folder = "."
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let columns = [
        Column("plan", "PLAN", fit: .flexible), Column("products", "PRODUCTS", fit: .flexible),
        Column("state", "STATE"), Column("since", "SINCE"), Column("stage", "STAGE"),
        Column("ofStages", "OF"), Column("clients", "CLIENTS"), Column("succeeded", "SUCCEEDED"),
        Column("failed", "FAILED"), Column("waiting", "WAITING"),
        Column("reason", "REASON", fit: .flexible),
    ]

    func perform() async throws -> ExitStatus {
        let console = Console(output, .current())
        var rows: [[Cell]] = []
        for name in try names() {
            let path = folder == "." ? name : folder + "/" + name
            guard let text = try? FileText.contents(path, limit: 64 << 20),
                RolloutPlanReading.isPlan(text)
            else { continue }
            do {
                rows.append(Self.row(name, try RolloutStart.machine(RolloutFiles(plan: path))))
            } catch {
                Console.problem(CommandFailure(error).message)
            }
        }
        try console.show(.table(Table(Self.columns, rows)))
        guard rows.isEmpty else { return .done }
        console.note("there is no plan of a rollout in \(folder.visible)")
        return .nothingMatched
    }

    private func names() throws(CommandFailure) -> [String] {
        guard let directory = opendir(folder) else {
            throw .usage(
                "\(folder.visible) can't be read: \(String(cString: strerror(errno)).lowercased())")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml") || name.hasSuffix(".yml"), !name.hasPrefix(".") {
                names.append(name)
            }
        }
        return names.sorted()
    }

    private static func row(_ name: String, _ machine: RolloutMachine) -> [Cell] {
        let state = machine.state
        let all = machine.tallies.total
        let products = machine.plan.products.map(\.text)
        return [
            .text(name), Cell(.list(products), shown: products.joined(separator: ", ")),
            .text(state.phase.rawValue, style: state.phase.style), Cell(.time(state.since)),
            Cell(.number(state.stage + 1)), Cell(.number(machine.plan.stages.count)),
            Cell(.number(all.clients)), .count(all.succeeded, .good), .count(all.failed, .bad),
            .count(all.open, .warning), Cell(.filled(state.reason)),
        ]
    }
}
