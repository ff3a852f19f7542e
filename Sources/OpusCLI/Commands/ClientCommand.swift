import ArgumentParser
import OpusCore

struct ClientCommand: ReadingCommand {
    static let configuration = CommandConfiguration(
        "client", "Everything about one client.",
        usage: "opus client <name> [<options>]",
        examples: """
            opus client pc-01
            opus client pc-01 --all -o json
            """)

    @Argument(
        help: ArgumentHelp("Its id, or its short name.", valueName: "name"),
        completion: .clients)
    var name: String
    @Flag(help: "Show every product, not only what failed, is pending or can be updated.")
    var all = false
    @OptionGroup var arguments: ReadingArguments

    func run(_ context: CommandContext) async throws -> ExitStatus {
        let id = try await context.client(named: name)
        let details = try await context.opus.details(ofClient: id)
        try context.console.show(.record(record(details)))
        return .done
    }

    private func record(_ details: ClientDetails) -> Record {
        let client = details.client
        let summary = details.summary
        var record = Record()
        record.add("id", "Client", .text(client.id.text))
        record.add("description", "Description", Cell(.filled(client.description)))
        record.add(
            "states", "States", Cell(.list(summary.states.names), style: summary.states.style))
        record.add("lastSeen", "Last seen", summary.lastSeenCell(now: details.serverTime))
        record.add("depot", "Depot", .text(summary.depot.text))
        record.add("groups", "Groups", Cell(.list(details.groups.map(\.text))))
        record.add(
            "operatingSystem", "System",
            Cell(Value(details.operatingSystem), shown: details.operatingSystem ?? "not audited"))
        record.add("ipAddress", "IP address", Cell(Value(client.ipAddress)))
        record.add("hardwareAddress", "MAC address", Cell(Value(client.hardwareAddress)))
        record.add("inventoryNumber", "Inventory number", Cell(.filled(client.inventoryNumber)))
        record.add("notes", "Notes", Cell(.filled(client.notes)))
        let now = details.serverTime
        func part(_ key: String, _ title: String, _ chosen: (ProductDetails) -> Bool) {
            let rows = details.products.filter(chosen)
            record.add(key, title, ProductColumns.table(rows, now: now))
        }
        part("failed", "Failed products") { $0.isFailed }
        part("pending", "Pending actions") { $0.isPending }
        part("updates", "Possible updates") { $0.isUpdatable }
        if all { part("products", "All products") { _ in true } }
        return record
    }
}

extension Value {
    /// A text, or none where it is empty.
    static func filled(_ text: String) -> Value { text.isEmpty ? .none : .text(text) }
}
