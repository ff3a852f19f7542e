import ArgumentParser

/// What commands of one kind take, declared once.
protocol CommandArguments: ParsableArguments {
    var connection: ConnectionOptions { get }
    var output: OutputOptions { get }
}

/// For what only reads.
struct ReadingArguments: CommandArguments {
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
}

/// For what only reads, of some clients where they are named.
struct TargetedArguments: CommandArguments {
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
}

/// For what changes something that is no client.
struct EditingArguments: CommandArguments {
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions
}

/// A command that takes what its kind takes.
protocol KindOfCommand: ServerCommand {
    associatedtype Arguments: CommandArguments
    var arguments: Arguments { get }
}

extension KindOfCommand {
    var connection: ConnectionOptions { arguments.connection }
    var output: OutputOptions { arguments.output }
}

/// A command that only reads.
protocol ReadingCommand: KindOfCommand {}

extension ReadingCommand where Arguments == TargetedArguments {
    var targets: TargetArguments { arguments.targets }
}

/// A command that changes something that is no client.
protocol EditingCommand: KindOfCommand, ChangingCommand where Arguments == EditingArguments {}

extension EditingCommand {
    var acting: ActingOptions { arguments.acting }
}
