import ArgumentParser
import OpusCore

struct GroupCreateCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a group of clients.",
        usage: "opus group create <group> [<options>]")

    @Argument(help: ArgumentHelp("The group's id.", valueName: "group"))
    var group: String
    @Option(
        help: ArgumentHelp("The group above it.", valueName: "group"),
        completion: .custom(NameCompletion.groups))
    var parent: String?
    @Option(help: ArgumentHelp("What it is, in a few words.", valueName: "text"))
    var description = ""
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func perform() async throws -> ExitStatus {
        try Permission.require(acting, output)
        return try await performWithServer()
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        // What can't be done is not asked about, and no dry run passes for it.
        try await context.opus.checkCreatingClientGroup(
            ObjectID(group), description: description, parentID: parent.map { ObjectID($0) })
        let place = parent.map { " below \($0)" } ?? ""
        let what = "create the group \(group)\(place)".visible
        guard Permission.get(acting, context, what) else { return .nothingMatched }
        if acting.dryRun { return .done }
        let id = try await context.opus.createClientGroup(
            ObjectID(group), description: description, parentID: parent.map { ObjectID($0) })
        try context.console.show(
            .table(
                Table(
                    [Column("group", "GROUP"), Column("result", "RESULT")],
                    [[.text(id.text), .text("created", style: .good)]])))
        return .done
    }
}

struct GroupDeleteCommand: ServerCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete",
        abstract: "Delete a group of clients; the clients stay.",
        usage: "opus group delete <group> [<options>]")

    @Argument(
        help: ArgumentHelp("The group's id.", valueName: "group"),
        completion: .custom(NameCompletion.groups))
    var group: String
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func perform() async throws -> ExitStatus {
        try Permission.require(acting, output)
        return try await performWithServer()
    }

    func run(_ context: CommandContext) async throws -> ExitStatus {
        try await context.opus.checkDeletingClientGroup(ObjectID(group))
        let members = try await context.opus.clientGroupMembers(ObjectID(group)).count
        let what = "delete the group \(group), which has \(members) members".visible
        guard Permission.get(acting, context, what) else { return .nothingMatched }
        if acting.dryRun { return .done }
        try await context.opus.deleteClientGroup(ObjectID(group))
        try context.console.show(
            .table(
                Table(
                    [Column("group", "GROUP"), Column("result", "RESULT")],
                    [[.text(group), .text("deleted", style: .good)]])))
        return .done
    }
}
