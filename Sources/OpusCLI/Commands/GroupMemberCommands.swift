import ArgumentParser
import OpusCore

struct GroupAddCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Make clients members of a group.",
        usage: "opus group add <group> <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @Argument(
        help: ArgumentHelp("The group's id.", valueName: "group"),
        completion: .custom(NameCompletion.groups))
    var group: String
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planAddClientsToGroup(clients, group: ObjectID(group))
    }
}

struct GroupRemoveCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take clients out of a group.",
        usage: "opus group remove <group> <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @Argument(
        help: ArgumentHelp("The group's id.", valueName: "group"),
        completion: .custom(NameCompletion.groups))
    var group: String
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planRemoveClientsFromGroup(clients, group: ObjectID(group))
    }
}
