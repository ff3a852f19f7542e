import ArgumentParser
import OpusCore

struct DepotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "depot",
        abstract: "Packages of a depot, over ssh.",
        subcommands: [DepotUpdatesCommand.self, DepotUpgradeCommand.self])
}

/// How to get to the depot.
struct ShellOptions: ParsableArguments {
    @Argument(
        help: ArgumentHelp("Where ssh goes to, such as root@depot.", valueName: "destination"))
    var destination: String

    @Option(
        parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "A word of the ssh command before the destination; repeatable. (default: ssh)",
            valueName: "word"))
    var ssh: [String] = []

    var words: [String] { (ssh.isEmpty ? ["ssh"] : ssh) + [destination] }
}

extension DepotUpdate {
    static let columns = [
        Column("product", "PRODUCT", fit: .flexible), Column("installed", "ON DEPOT"),
        Column("version", "AVAILABLE"), Column("repository", "REPOSITORY", fit: .flexible),
    ]

    var cells: [Cell] {
        [.text(productID.text), .text(installedVersion), .text(version), .text(repository)]
    }
}

struct DepotUpdatesCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "updates", "Packages of which a repository has a newer version than the depot.",
        usage: "opus depot updates <destination> [<options>]",
        examples: "opus depot updates root@depot.example.org")

    @OptionGroup var shell: ShellOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func perform() async throws -> ExitStatus {
        let console = Console(output, .current())
        let updates = try await Opus.updates(sshCommand: shell.words)
        for line in updates.otherLines { console.detail("the depot says: \(line.visible)") }
        try console.show(.table(Table(DepotUpdate.columns, updates.packages.map(\.cells))))
        guard updates.packages.isEmpty else { return .done }
        console.note("the depot is up to date")
        return .nothingMatched
    }
}

struct DepotUpgradeCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "upgrade", "Bring a depot's packages to their repositories' versions.",
        usage: "opus depot upgrade <destination> [--product <ids>] [<options>]",
        discussion: """
            Only what the depot's repositories mark for it is installed; what is left is told.
            """,
        examples: """
            opus depot upgrade root@depot.example.org --dry-run
            opus depot upgrade root@depot.example.org --product firefox,7zip
            """)

    @OptionGroup var shell: ShellOptions
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Only these products, with commas between them.", valueName: "ids"),
        completion: .products)
    var product: ProductList?
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func validate() throws { _ = try product?.plainIDs("--product") }

    func perform() async throws -> ExitStatus {
        try Permission.require(acting, output)
        let console = Console(output, .current())
        let updates = try await Opus.updates(sshCommand: shell.words).packages
        let known = Set(updates.map(\.productID))
        let named = try product?.plainIDs("--product")
        if let missing = named?.filter({ !known.contains($0) }), !missing.isEmpty {
            console.note("no update for: \(missing.map(\.text).joined(separator: ", ").visible)")
        }
        let wanted = updates.filter { named?.contains($0.productID) ?? true }
        guard !wanted.isEmpty else {
            console.note("the depot is up to date")
            return .nothingMatched
        }
        let deed = DepotDeed(
            wanted: wanted, isAll: product == nil, words: shell.words,
            destination: shell.destination)
        return try await ActionRunner(
            console: console, acting: acting, place: shell.destination
        ).run(deed)
    }
}

/// Bringing a depot's packages up to date.
private struct DepotDeed: Deed {
    let wanted: [DepotUpdate]
    /// Whether nobody named products.
    let isAll: Bool
    let words: [String]
    let destination: String

    private static let columns = DepotUpdate.columns.dropLast() + [Column("result", "RESULT")]

    var plan: Table { Table(DepotUpdate.columns, wanted.map(\.cells)) }
    var summary: String { "\(wanted.count.of("update")) to install" }
    var question: String {
        "Install \(wanted.count.of("update")) on \(destination.visible)?"
    }
    var nothing: Table { Table(Array(Self.columns), []) }

    func carryOut(_ console: Console) async throws -> DeedResult {
        let upgrade = try await Opus.installUpdatesOnDepot(
            sshCommand: words, products: isAll ? nil : wanted.map(\.productID))
        let left = Set(upgrade.remaining.map(\.productID))
        let rows: [[Cell]] = wanted.map { update in
            let isLeft = left.contains(update.productID)
            return [
                .text(update.productID.text), .text(update.installedVersion), .text(update.version),
                .text(isLeft ? "left" : "updated", style: isLeft ? .warning : .good),
            ]
        }
        let table = Table(Array(Self.columns), rows)
        let isComplete = wanted.allSatisfy { !left.contains($0.productID) }
        let (status, note) = Self.end(upgrade, isComplete: isComplete)
        return DeedResult(
            table: table, forPeople: table, brief: (table, 0), notes: note.map { [$0] } ?? [],
            status: status)
    }

    private static func end(
        _ upgrade: DepotUpgrade, isComplete: Bool
    ) -> (ExitStatus, note: String?) {
        let said = upgrade.lastWords.firstLine(upTo: 300)
        return switch upgrade.ending {
        case .succeeded where isComplete: (.done, nil)
        case .succeeded:
            (.partial, "what is left is not marked for updates in its repository, or locked")
        case .someFailed: (.partial, "opus: some packages failed: \(said)")
        case .notRun:
            (.tryAgain, "opus: the updater did not run, perhaps as another one does: \(said)")
        }
    }
}
