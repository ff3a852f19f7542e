import ArgumentParser
import OpusCore

extension TargetArguments {
    /// The clients that are meant, or all where nothing is said; nil where there are none.
    func clients(_ context: CommandContext) async throws -> ClientSelection? {
        let ids: [ObjectID]
        if let selection = try await selection(context) {
            ids = selection.ids
        } else {
            ids = try await context.opus.clients().map(\.id)
        }
        return ids.isEmpty ? nil : try ClientSelection(ids, among: ids)
    }
}

struct OSVersionCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "os-version", "The operating systems that audits found.",
        usage: "opus os-version [<targets> ...] [<options>]",
        examples: """
            opus os-version pc-02
            opus os-version all -o csv
            """)

    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        guard let clients = try await targets.clients(context) else { return .nothingMatched }
        let systems = try await context.opus.osVersion(clients)
        let columns = [
            Column("client", "CLIENT", fit: .host), Column("name", "SYSTEM", fit: .flexible),
            Column("version", "VERSION"), Column("architecture", "ARCH", fit: .optional),
        ]
        let rows = clients.ids.map { id -> [Cell] in
            guard let system = systems[id] else {
                return [
                    .text(id.text), Cell(.none, shown: "not audited", style: .faint), Cell(.none),
                    Cell(.none),
                ]
            }
            return [
                .text(id.text), .text(system.name), Cell(.filled(system.version)),
                Cell(.filled(system.architecture)),
            ]
        }
        try context.console.show(.table(Table(columns, rows)))
        return systems.isEmpty ? .nothingMatched : .done
    }
}

struct MigratableCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "migratable", "Software that is there but not recorded, and packages that are missing.",
        usage: "opus migratable [<targets> ...] [<options>]",
        examples: """
            opus migratable pc-03
            opus migratable all -o csv
            """)

    @OptionGroup var mapping: MappingOptions
    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let mapping = try mapping.read()
        guard let clients = try await targets.clients(context) else { return .nothingMatched }
        let audits = try await context.opus.listMigratable(clients, mapping: mapping)
        let columns = [
            Column("client", "CLIENT", fit: .host), Column("product", "PRODUCT"),
            Column("package", "PACKAGE"), Column("version", "VERSION"),
            Column("software", "SOFTWARE", fit: .flexible),
        ]
        let isAny = try context.show(audits, of: clients, columns) { coverage in
            coverage.migratable.map {
                [
                    .text($0.productID.text), .text("migratable", style: .good), .text($0.version),
                    .text($0.software.name),
                ]
            }
                + coverage.missing.map {
                    [
                        .text($0.productID.text), .text("missing", style: .warning), Cell(.none),
                        .text($0.software.name),
                    ]
                }
        }
        if !isAny { context.console.note("nothing to migrate") }
        return isAny ? .done : .nothingMatched
    }
}

struct UnpackagedCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "unpackaged", "Software on clients that no package covers.",
        usage: "opus unpackaged [<targets> ...] [<options>]",
        examples: """
            opus unpackaged pc-02
            opus unpackaged pc-02 --mapping software.yaml
            """)

    @OptionGroup var mapping: MappingOptions
    @OptionGroup var arguments: TargetedArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let mapping = try mapping.read()
        guard let clients = try await targets.clients(context) else { return .nothingMatched }
        let audits = try await context.opus.unpackaged(clients, mapping: mapping)
        let columns = [
            Column("client", "CLIENT", fit: .host), Column("name", "SOFTWARE", fit: .flexible),
            Column("version", "VERSION"), Column("suggestion", "PERHAPS", fit: .optional),
        ]
        let isAny = try context.show(audits, of: clients, columns) { software in
            software.map {
                [
                    .text($0.software.name), Cell(.filled($0.software.version)),
                    Cell(Value($0.suggestion?.text)),
                ]
            }
        }
        return isAny ? .done : .nothingMatched
    }
}

extension CommandContext {
    /// Shows what audits come to, and says how much is not known.
    ///
    /// - Parameters:
    ///   - audits: by client.
    ///   - clients: the clients that are meant.
    ///   - columns: the client's, and those of the cells.
    ///   - cells: what stands behind the client, row by row.
    /// - Returns: whether there is anything to show.
    /// - Throws: where the output can't be written.
    fileprivate func show<Audit>(
        _ audits: [ObjectID: ClientAudit<Audit>], of clients: ClientSelection,
        _ columns: [Column], _ cells: (Audit) -> [[Cell]]
    ) throws -> Bool {
        var rows: [[Cell]] = []
        var unknown = 0
        for id in clients.ids {
            guard case .audited(let audit)? = audits[id] else {
                unknown += 1
                continue
            }
            rows += cells(audit).map { [.text(id.text)] + $0 }
        }
        try console.show(.table(Table(columns, rows)))
        if unknown > 0 {
            console.note(
                "\(unknown) clients are left out: swaudit has never run there, or is running now")
        }
        return !rows.isEmpty
    }
}

struct MigrateCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "migrate", "Record as installed what audits found and the depot has a package of.",
        usage: "opus migrate <targets> ... [--except <ids>] [<options>]",
        discussion: """
            Nothing happens on the clients.
            """,
        examples: """
            opus migrate pc-03 --dry-run
            opus migrate all --except firefox
            """)

    @Option(
        help: ArgumentHelp(
            "Leave out these products, or @GROUP of products, with commas between them.",
            valueName: "ids"),
        completion: .products)
    var except: ProductList?
    @OptionGroup var mapping: MappingOptions
    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planMigrate(
            clients, maskedPackages: Set(try await except?.ids(opus) ?? []),
            mapping: try mapping.read())
    }
}
