import ArgumentParser
import OpusCore

struct ProductGroupsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "product-groups", "Groups of products, or the members of one.",
        usage: "opus product-groups [<group>] [<options>]",
        examples: """
            opus product-groups
            opus product-groups office
            """)

    @Argument(
        help: ArgumentHelp("The id of a group, to see its members.", valueName: "group"),
        completion: .custom(NameCompletion.productGroups))
    var group: String?
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        if let group {
            let members = try await context.opus.productGroupMembers(ObjectID(group))
            try context.console.show(
                .table(Table([Column("product", "PRODUCT")], members.map { [.text($0.text)] })))
            return members.isEmpty ? .nothingMatched : .done
        }
        let groups = try await context.opus.productGroups().sorted { $0.id < $1.id }
        try context.console.show(.table(GroupColumns.table(groups)))
        return groups.isEmpty ? .nothingMatched : .done
    }
}
