import ArgumentParser
import OpusCore

struct OnDemandCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "on-demand",
        abstract: "Have clients run now what is pending.",
        usage: "opus on-demand <targets> ... [<options>]",
        discussion: """
            Examples:
              opus on-demand pc-01
              opus on-demand state:pending --dry-run
            """)

    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.onDemand, on: clients)
    }
}

struct RebootCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reboot",
        abstract: "Reboot clients.",
        usage: "opus reboot <targets> ... [<options>]",
        discussion: """
            Examples:
              opus reboot pc-01
            """)

    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.reboot, on: clients)
    }
}

struct ShutdownCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown",
        abstract: "Shut clients down.",
        usage: "opus shutdown <targets> ... [<options>]",
        discussion: """
            Examples:
              opus shutdown @hall --dry-run
            """)

    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.shutdown, on: clients)
    }
}

struct WakeCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake",
        abstract: "Wake clients up over the network.",
        usage: "opus wake <targets> ... [<options>]",
        discussion: """
            Examples:
              opus wake pc-01
            """)

    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.wake, on: clients)
    }
}

struct PopupCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "popup",
        abstract: "Show a message on clients' screens.",
        usage: "opus popup <message> <targets> ... [<options>]",
        discussion: """
            Examples:
              opus popup 'The server restarts at noon.' @hall --seconds 60
            """)

    @Argument(help: ArgumentHelp("The text.", valueName: "message"))
    var message: String
    @Option(
        help: ArgumentHelp(
            "How long it stays; 0 until somebody closes it.", valueName: "seconds"))
    var seconds = 0
    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.popup(message: message, seconds: seconds), on: clients)
    }
}
