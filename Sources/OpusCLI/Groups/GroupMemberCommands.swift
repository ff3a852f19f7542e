import ArgumentParser
import OpusCore

struct GroupAddCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "add", "Make clients members of a group.",
        usage: "opus group add <group> <targets> ... [<options>]",
        examples: "opus group add hall pc-01,pc-02")

    @OptionGroup var arguments: MemberArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planAddClientsToGroup(clients, group: ObjectID(arguments.group))
    }
}

struct GroupRemoveCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "remove", "Take clients out of a group.",
        usage: "opus group remove <group> <targets> ... [<options>]",
        examples: "opus group remove hall pc-01")

    @OptionGroup var arguments: MemberArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planRemoveClientsFromGroup(clients, group: ObjectID(arguments.group))
    }
}
