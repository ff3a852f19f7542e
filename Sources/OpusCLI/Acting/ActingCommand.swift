import ArgumentParser
import OpusCore

/// A command that changes something: what nobody could agree to in the end is not even read.
protocol ChangingCommand: ServerCommand {
    var acting: ActingOptions { get }
}

extension ChangingCommand {
    func perform() async throws -> ExitStatus {
        try Permission.require(acting, output)
        return try await performWithServer()
    }

    /// Shows, asks, does and tells.
    func carryOut(_ deed: some Deed, _ context: CommandContext) async throws -> ExitStatus {
        try await ActionRunner(
            console: context.console, acting: acting, place: context.server
        ).run(deed)
    }
}

/// A command that acts on clients: it selects, plans, shows, asks, acts and tells.
protocol ActingCommand: KindOfCommand, ChangingCommand where Arguments: ActingArguments {
    /// What will be done.
    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan
}

extension ActingCommand {
    var acting: ActingOptions { arguments.acting }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let clients = try await arguments.targets.required(context)
        let plan = try await plan(context.opus, clients)
        return try await carryOut(
            PlannedDeed(plan: plan, context: context, waiting: arguments.waiting), context)
    }
}
