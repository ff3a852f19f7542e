import ArgumentParser
import OpusCore

struct ProductsCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "products", "Products, with the clients that have them; what fails or waits on TARGETS.",
        usage: "opus products [<targets> ...] [<options>]",
        discussion: """
            With TARGETS, the products that failed or wait on those clients, the worst first, and \
            all that they have with --all.
            """,
        examples: """
            opus products pc-03 pc-04
            opus products pc-01 --all
            """)

    @Flag(help: "With targets: every product that the clients have.")
    var all = false
    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let shown: [ProductSummary]
        if let selection = try await targets.selection(context) {
            shown = try await context.opus.productSummaries(on: selection)
                .filter { all || $0.failed > 0 || $0.pending > 0 }
                .sorted { ($1.failed, $1.pending, $0.id) < ($0.failed, $0.pending, $1.id) }
        } else {
            shown = try await context.opus.fleetSummary().products
        }
        let known = Dictionary(grouping: try await context.opus.products(), by: \.id)
        try context.console.show(.table(Self.table(shown, known)))
        guard shown.isEmpty else { return .done }
        context.console.note("no product failed or waits there")
        return .nothingMatched
    }

    private static func table(
        _ products: [ProductSummary], _ known: [ObjectID: [Product]]
    ) -> Table {
        let columns = [
            Column("id", "PRODUCT", fit: .flexible), Column("installed", "INSTALLED"),
            Column("failed", "FAILED"), Column("updatable", "UPDATABLE"),
            Column("versions", "VERSIONS", fit: .flexible),
            Column("name", "NAME", fit: .optional), Column("pending", "PENDING"),
        ]
        let rows = products.map { product -> [Cell] in
            let known = known[product.id] ?? []
            return [
                .text(product.id.text), .count(product.installed), .count(product.failed, .bad),
                .count(product.updatable, .warning), Cell(.list(known.map(\.version))),
                Cell(.filled(known.last?.name ?? "")), .count(product.pending),
            ]
        }
        return Table(columns, rows)
    }
}

struct ProductCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "product", "Where one product is: on depots, and on clients.",
        usage: "opus product <name> [<options>]",
        examples: """
            opus product firefox
            opus product firefox -o json
            """)

    @Argument(help: ArgumentHelp("The product's id.", valueName: "name"), completion: .products)
    var name: String
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let places = try await context.opus.places(ofProduct: ObjectID(name))
        let installed = places.clients.filter { $0.state.installationStatus == .installed }
        var record = Record()
        record.add("id", "Product", .text(name))
        record.add("name", "Name", Cell(.filled(places.name)))
        record.add("description", "Description", Cell(.filled(places.description.oneLine)))
        record.add("installed", "Installed on", .count(installed.count))
        record.add("failed", "Failed on", .count(places.clients.count { $0.isFailed }, .bad))
        record.add(
            "updatable", "Updatable on", .count(places.clients.count { $0.isUpdatable }, .warning))
        record.add("pending", "Pending on", .count(places.clients.count { $0.isPending }))
        record.add(
            "depots", "On depots",
            Table(
                [Column("depot", "DEPOT", fit: .flexible), Column("version", "VERSION")],
                places.depots.map { [.text($0.depot.text), .text($0.version)] }))
        record.add(
            "clients", "On clients",
            ProductColumns.clients(places.clients, now: places.serverTime))
        try context.console.show(.record(record))
        if !places.isLocalboot {
            context.console.note(
                "\(name.visible) is a netboot product: what fails or waits of it makes no client"
                    + " failed or pending, and is not counted")
        }
        return .done
    }
}

extension String {
    /// The text with its lines joined by blanks.
    var oneLine: String {
        split(whereSeparator: \.isNewline).map(\.trimmed).joined(separator: " ")
    }
}
