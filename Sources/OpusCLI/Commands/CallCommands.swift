import ArgumentParser
import OpusCore

struct OnDemandCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "on-demand",
        abstract: "Have clients run now what is pending.",
        usage: "opus on-demand <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.onDemand, on: clients)
    }
}

struct RebootCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "reboot",
        abstract: "Reboot clients.",
        usage: "opus reboot <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.reboot, on: clients)
    }
}

struct ShutdownCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "shutdown",
        abstract: "Shut clients down.",
        usage: "opus shutdown <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.shutdown, on: clients)
    }
}

struct WakeCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "wake",
        abstract: "Wake clients up over the network.",
        usage: "opus wake <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.wake, on: clients)
    }
}

struct PopupCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "popup",
        abstract: "Show a message on clients' screens.",
        usage: "opus popup <message> <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @Argument(help: ArgumentHelp("The text.", valueName: "message"))
    var message: String
    @Option(
        help: ArgumentHelp(
            "How long it stays; 0 until somebody closes it.", valueName: "seconds"))
    var seconds = 0
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(.popup(message: message, seconds: seconds), on: clients)
    }
}
