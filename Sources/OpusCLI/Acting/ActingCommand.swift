import ArgumentParser
import OpusCore

/// A command that changes something on clients: it selects, plans, shows, asks, acts and tells.
protocol ActingCommand: ServerCommand {
    var targets: TargetArguments { get }
    var acting: ActingOptions { get }
    /// Nil where nothing runs on clients later.
    var waiting: RolloutOptions? { get }

    /// What will be done.
    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan
}

extension ActingCommand {
    var waiting: RolloutOptions? { nil }

    func perform() async throws -> ExitStatus {
        // Nothing is even read where nobody could say yes in the end.
        try Permission.require(acting, output)
        return try await performWithServer()
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let clients = try await targets.required(context)
        let plan = try await plan(context.opus, clients)
        return try await ActionRunner(context: context, acting: acting, waiting: waiting).run(plan)
    }
}
