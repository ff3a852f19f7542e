import ArgumentParser
import LocalSystem
import OpusCore

struct WatchCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        "watch", "What happens in the fleet, as it happens.",
        usage: "opus watch [<targets> ...] [<options>]",
        discussion: """
            A line for each action that is requested, started, deferred, done, failed or taken \
            back, and for each client that comes or goes, about a second after the server knows \
            of it; with -o json an object a line. It ends at Ctrl-C, or after --for. The server \
            tells of it by its messagebus. Where it can't be heard, as on older servers and behind \
            some gateways, the server is asked every 5 seconds instead, which is said once; \
            clients that come and go are not seen then.
            """,
        examples: """
            opus watch
            opus watch @hall --for 10m
            opus watch -o json
            """)

    @OptionGroup var targets: TargetArguments
    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "How long to watch, such as 10m; until Ctrl-C unless given.", valueName: "duration"))
    var time: WatchTime?
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let selection = try await targets.selection(context)
        do {
            return try await Interruption.watch { try await watch(selection, context) }
        } catch is CancellationError {
            // Ctrl-C is how one ends it.
            return .done
        }
    }

    private func watch(
        _ selection: ClientSelection?, _ context: CommandContext
    ) async throws -> ExitStatus {
        let (news, sender) = AsyncStream.makeStream(of: WatchNews.self)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { sender.finish() }
                try await context.opus.watch(selection) { sender.yield($0) }
            }
            if let time {
                group.addTask {
                    try await Task.sleep(for: time.duration)
                    sender.finish()
                }
            }
            defer { group.cancelAll() }
            let lines = HappeningLines(format: context.console.renderer.format)
            if let heading = lines.heading { try context.console.show(text: heading) }
            for await piece in news { try show(piece, lines, context.console) }
            // Where it ended by itself, it says why.
            group.cancelAll()
            do {
                try await group.waitForAll()
            } catch is CancellationError {
                try Task.checkCancellation()
            }
            return .done
        }
    }

    private func show(_ news: WatchNews, _ lines: HappeningLines, _ console: Console) throws {
        switch news {
        case .listening: console.note("watching; Ctrl-C ends it")
        case .asking(let error):
            Console.problem(
                "the server's events can't be heard, so it is asked every 5 s what was written, and "
                    + "clients that come and go are not seen: \(CommandFailure(error).message)")
            console.note("watching; Ctrl-C ends it")
        case .happened(let happening): try console.show(text: lines.text(happening))
        case .missed(let error):
            Console.problem("something may be missing here: \(CommandFailure(error).message)")
        }
    }
}

/// A time, as `--for` takes it.
struct WatchTime: ExpressibleByArgument {
    let duration: Duration

    init?(argument: String) {
        guard let duration = DurationText.parse(argument), duration > .zero else { return nil }
        self.duration = duration
    }
}
