import ArgumentParser
import OpusCore

/// A command that tells clients something.
protocol CallCommand: ActingCommand where Arguments == ClientArguments {
    var call: ClientCall { get }
}

extension CallCommand {
    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCall(call, on: clients)
    }
}

struct OnDemandCommand: CallCommand {
    static let configuration = CommandConfiguration(
        "on-demand", "Have clients run now what is pending.",
        usage: "opus on-demand <targets> ... [<options>]",
        examples: """
            opus on-demand pc-01
            opus on-demand state:pending --dry-run
            """)

    @OptionGroup var arguments: ClientArguments

    var call: ClientCall { .onDemand }
}

struct RebootCommand: CallCommand {
    static let configuration = CommandConfiguration(
        "reboot", "Reboot clients.",
        usage: "opus reboot <targets> ... [<options>]",
        examples: "opus reboot pc-01")

    @OptionGroup var arguments: ClientArguments

    var call: ClientCall { .reboot }
}

struct ShutdownCommand: CallCommand {
    static let configuration = CommandConfiguration(
        "shutdown", "Shut clients down.",
        usage: "opus shutdown <targets> ... [<options>]",
        examples: "opus shutdown @hall --dry-run")

    @OptionGroup var arguments: ClientArguments

    var call: ClientCall { .shutdown }
}

struct WakeCommand: CallCommand {
    static let configuration = CommandConfiguration(
        "wake", "Wake clients up over the network.",
        usage: "opus wake <targets> ... [<options>]",
        examples: "opus wake pc-01")

    @OptionGroup var arguments: ClientArguments

    var call: ClientCall { .wake }
}

struct PopupCommand: CallCommand {
    static let configuration = CommandConfiguration(
        "popup", "Show a message on clients' screens.",
        usage: "opus popup <message> <targets> ... [<options>]",
        examples: "opus popup 'The server restarts at noon.' @hall --seconds 60")

    @Argument(help: ArgumentHelp("The text.", valueName: "message"))
    var message: String
    @Option(
        help: ArgumentHelp(
            "How long it stays; 0 until somebody closes it.", valueName: "seconds"))
    var seconds = 0
    @OptionGroup var arguments: ClientArguments

    var call: ClientCall { .popup(message: message, seconds: seconds) }
}
