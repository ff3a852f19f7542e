import ArgumentParser
import LocalSystem
import OpusCore

struct RolloutPlanCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        "plan", "Write the plan of a rollout: who is asked when, and what stops it.",
        usage: "opus rollout plan <products> <targets> ... --file <file> [<options>]",
        discussion: """
            Nothing is sent. The plan is a file for people: the stages with exact ids, each a fair \
            sample of depots, groups, systems and models; what is installed from and to which \
            version, dependencies included; who is left out, and why. `opus rollout run` does what \
            is in it and nothing else.

            A size is how many clients have been asked when the stage is over. --first makes a \
            stage of its own of some of the clients, before the others. A stage is judged when \
            --min-done of its clients have reported: where it failed on more than --max-failed of \
            those on which it ran, and on at least --least-failed, the rollout stops, sooner where \
            it can't pass any more. Else it is watched for --soak, and the next one begins. \
            --window says when clients are asked; who was asked acts when it is on.
            """,
        examples: """
            opus rollout plan firefox all --file firefox.yaml
            opus rollout plan firefox all --first @canary --soak 1d --file firefox.yaml
            opus rollout plan 7zip all --window 'Mo-Fr 22:00-05:00' --time-zone Europe/Berlin \
            --file 7zip.yaml
            """)

    @OptionGroup var products: NamedProducts
    @OptionGroup var targets: TargetArguments
    @Option(help: ArgumentHelp("The file to write.", valueName: "file"), completion: .file())
    var file: String
    @Option(
        help: ArgumentHelp(
            "How many clients, or which share of them, have been asked after each stage.",
            valueName: "sizes"))
    var stages = RolloutStageSizes.usual
    @Option(
        help: ArgumentHelp(
            "Which of the clients come first, such as @canary.", valueName: "targets"),
        completion: .targets)
    var first: String?
    @Option(
        help: ArgumentHelp(
            "Stop where it failed on more of the clients on which it ran.", valueName: "share"))
    var maxFailed = RolloutShare.usualFailures
    @Option(help: ArgumentHelp("Fewer failures in a stage stop nothing.", valueName: "clients"))
    var leastFailed = 2
    @Option(
        help: ArgumentHelp(
            "Judge a stage when so many of its clients have reported.", valueName: "share"))
    var minDone = RolloutShare.usualReports
    @Option(help: ArgumentHelp("Watch a stage for so long then, such as 2h.", valueName: "time"))
    var soak = SoakTime.usual
    @Option(
        help: ArgumentHelp(
            "When clients are asked, such as 'Mo-Fr 22:00-05:00'; always unless given.",
            valueName: "hours"))
    var window: RolloutWindow?
    @Option(
        help: ArgumentHelp(
            "By whose clocks that is meant, such as Europe/Berlin.", valueName: "zone"))
    var timeZone: String?
    @OptionGroup var telling: TellingOptions
    @Flag(help: "Wake the clients up first.")
    var wake = false
    @Option(
        help: ArgumentHelp("Show a message on the clients first.", valueName: "text"))
    var message: String?
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws {
        guard leastFailed >= 1 else { throw ValidationError("--least-failed takes 1 or more") }
        guard minDone.hundredths > 0 else {
            throw ValidationError("--min-done takes more than 0%")
        }
        guard (window == nil) == (timeZone == nil) else {
            throw ValidationError("--window and --time-zone need each other")
        }
        guard message.map({ !$0.allSatisfy(\.isWhitespace) }) ?? true else {
            throw ValidationError("--message needs a text")
        }
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let zone = try RolloutClock.zone(timeZone)
        try refuseOldPlan()
        let clients = try await targets.required(context)
        let draft = try await context.opus.planRollout(
            RolloutOrder(
                products: try await products.ids(context.opus), clients: clients,
                first: try await firstClients(context), sizes: stages,
                asking: .init(now: telling.now, wake: wake, message: message),
                gates: RolloutGates(
                    maxFailed: maxFailed, leastFailed: leastFailed, minDone: minDone,
                    soak: soak.seconds, window: window, zone: timeZone),
                targets: targets.text, server: context.server))
        for warning in draft.warnings { Console.problem("warning: \(warning.visible)") }
        if let window, window.opening(from: draft.serverTime, in: zone) == nil {
            Console.problem("warning: the window does not open for weeks")
        }
        let report = RolloutPlanReport(draft.plan)
        guard !draft.plan.stages.isEmpty else {
            try context.console.show(.record(report.record))
            context.console.note("nobody needs anything, so there is no plan")
            return .nothingMatched
        }
        try write(draft)
        try context.console.show(.record(report.record))
        context.console.note(
            "\(file.visible) is written; nothing has been sent:"
                + " \(CommandText.words(["opus", "rollout", "run", file])) begins")
        return .done
    }

    /// A plan that is there may have been reviewed, or may have begun.
    private func refuseOldPlan() throws(CommandFailure) {
        let journal = file + ".journal"
        for path in [journal, file] where FileText.exists(path) {
            throw .usage(
                path == journal
                    ? "there is the journal of a rollout beside \(file): give another name"
                    : "\(file) is there already: remove it, or give another name")
        }
    }

    private func firstClients(
        _ context: CommandContext
    ) async throws -> (name: String, clients: ClientSelection)? {
        guard let first else { return nil }
        return (first, try await context.opus.select(TargetExpression(first)))
    }

    private func write(_ draft: RolloutDraft) throws(CommandFailure) {
        let text = RolloutPlanText(plan: draft.plan, notes: draft.notes, file: file).text
        do throws(AtomicFile.Failure) {
            try AtomicFile.write(text.utf8, to: file)
        } catch {
            throw .usage(error.description)
        }
    }
}

extension RolloutStageSizes {
    fileprivate static let usual = RolloutStageSizes("5,10%,50%,100%") ?? .whole
}

extension RolloutShare {
    fileprivate static let usualFailures = RolloutShare("5%") ?? .none
    fileprivate static let usualReports = RolloutShare("90%") ?? .all
}

extension SoakTime {
    fileprivate static let usual = SoakTime(seconds: 3_600)

    private init(seconds: Int) { self.seconds = seconds }
}
