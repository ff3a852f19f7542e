import ArgumentParser
import OpusCore

/// One change of a group itself.
struct GroupDeed: Deed {
    let group: String
    /// What is done, as programs read it: `create` or `delete`.
    let action: String
    /// What will be done, for people.
    let what: String
    let context: CommandContext
    let edit: @Sendable (Opus) async throws -> GroupEdit

    private static let columns = [
        Column("group", "GROUP"), Column("result", "RESULT"),
        Column("reason", "REASON", fit: .prose),
    ]

    var plan: Table {
        Table(
            [Column("group", "GROUP"), Column("action", "ACTION")],
            [[.text(group), .text(action, style: .good)]])
    }
    var summary: String { "to \(what)" }
    var question: String { "Go on at \(context.server)?" }
    var nothing: Table { Table(Self.columns, []) }

    func carryOut(_ console: Console) async throws -> DeedResult {
        let edit = try await edit(context.opus)
        let isDone = edit.state == .succeeded
        let reason = ([edit.state.reason] + edit.notes).filter { !$0.isEmpty }
            .joined(separator: "; ")
        let table = Table(
            Self.columns,
            [
                [
                    .text(edit.group.text), .text(edit.state.name, style: isDone ? .good : .bad),
                    Cell(.filled(reason)),
                ]
            ])
        let people = table.withoutEmptyColumns
        return DeedResult(
            table: table, forPeople: people, brief: (people, 0), notes: [],
            status: isDone ? .done : .partial)
    }
}

struct GroupCreateCommand: EditingCommand {
    static let configuration = CommandConfiguration(
        "create", "Make a group of clients.",
        usage: "opus group create <group> [<options>]",
        examples: "opus group create ring-1 --description 'First to be updated'")

    @Argument(help: ArgumentHelp("The group's id.", valueName: "group"))
    var group: String
    @Option(help: ArgumentHelp("The group above it.", valueName: "group"), completion: .groups)
    var parent: String?
    @Option(help: ArgumentHelp("What it is, in a few words.", valueName: "text"))
    var description = ""
    @OptionGroup var arguments: EditingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        // What can't be done is not asked about, and no dry run passes for it.
        try await context.opus.checkCreatingClientGroup(
            ObjectID(group), description: description, parentID: parent.map { ObjectID($0) })
        let below = parent.map { " below \($0)" } ?? ""
        let (group, description, parent) = (group, description, parent)
        let deed = GroupDeed(
            group: group, action: "create", what: "create the group \(group)\(below)".visible,
            context: context
        ) {
            try await $0.creatingClientGroup(
                ObjectID(group), description: description, parentID: parent.map { ObjectID($0) })
        }
        return try await carryOut(deed, context)
    }
}

struct GroupDeleteCommand: EditingCommand {
    static let configuration = CommandConfiguration(
        "delete", "Delete a group of clients; the clients stay.",
        usage: "opus group delete <group> [<options>]",
        examples: "opus group delete empty")

    @Argument(help: ArgumentHelp("The group's id.", valueName: "group"), completion: .groups)
    var group: String
    @OptionGroup var arguments: EditingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        try await context.opus.checkDeletingClientGroup(ObjectID(group))
        let members = try await context.opus.clientGroupMembers(ObjectID(group)).count.of("member")
        let group = group
        let deed = GroupDeed(
            group: group, action: "delete",
            what: "delete the group \(group), which has \(members)".visible,
            context: context
        ) { try await $0.deletingClientGroup(ObjectID(group)) }
        return try await carryOut(deed, context)
    }
}
