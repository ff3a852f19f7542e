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
        commandName: "updates",
        abstract: "Packages of which a repository has a newer version than the depot.",
        usage: "opus depot updates <destination> [<options>]")

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
        commandName: "upgrade",
        abstract: "Bring a depot's packages to their repositories' versions.",
        usage: "opus depot upgrade <destination> [--product <ids>] [<options>]",
        discussion:
            "Only what the depot's repositories mark for it is installed; what is left is told.")

    @OptionGroup var shell: ShellOptions
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Only these products, with commas between them.", valueName: "ids"),
        completion: .custom(NameCompletion.products))
    var product: ProductList?
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    func perform() async throws -> ExitStatus {
        try Permission.require(acting, output)
        let console = Console(output, .current())
        let updates = try await Opus.updates(sshCommand: shell.words).packages
        let known = Set(updates.map(\.productID))
        if let missing = product?.ids.filter({ !known.contains($0) }), !missing.isEmpty {
            console.note("no update for: \(missing.map(\.text).joined(separator: ", ").visible)")
        }
        let wanted = updates.filter { product?.ids.contains($0.productID) ?? true }
        guard !wanted.isEmpty else {
            console.note("the depot is up to date")
            return .nothingMatched
        }
        let plan = Table(DepotUpdate.columns, wanted.map(\.cells))
        if acting.dryRun {
            try console.show(.table(plan))
            console.note("nothing was changed")
            return .done
        }
        let width = console.renderer.width ?? 100
        console.note(String(TableText(width: width, hasColour: false).of(plan).dropLast()))
        if !acting.yes {
            let question = "Install \(wanted.count) updates on \(shell.destination.visible)?"
            guard Question.yes(question) else {
                console.note("nothing was changed")
                return .nothingMatched
            }
        }
        let upgrade = try await Opus.installUpdatesOnDepot(
            sshCommand: shell.words, products: product.map { _ in wanted.map(\.productID) })
        return try tell(upgrade, wanted, console)
    }

    private func tell(
        _ upgrade: DepotUpgrade, _ wanted: [DepotUpdate], _ console: Console
    ) throws -> ExitStatus {
        let left = Set(upgrade.remaining.map(\.productID))
        let rows: [[Cell]] = wanted.map { update in
            let isLeft = left.contains(update.productID)
            return [
                .text(update.productID.text), .text(update.installedVersion), .text(update.version),
                .text(isLeft ? "left" : "updated", style: isLeft ? .warning : .good),
            ]
        }
        try console.show(
            .table(Table(DepotUpdate.columns.dropLast() + [Column("result", "RESULT")], rows)))
        let isComplete = rows.count == wanted.filter { !left.contains($0.productID) }.count
        switch upgrade.ending {
        case .succeeded where isComplete: return .done
        case .succeeded:
            console.note("what is left is not marked for updates in its repository, or locked")
            return .partial
        case .someFailed:
            Console.problem("some packages failed: \(upgrade.lastWords.firstLine(upTo: 300))")
            return .partial
        case .notRun:
            Console.problem(
                "the updater did not run, perhaps as another one does:"
                    + " \(upgrade.lastWords.firstLine(upTo: 300))")
            return .tryAgain
        }
    }
}
