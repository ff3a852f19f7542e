import ArgumentParser
import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct RolloutListCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "list", "The rollouts whose plans are in a folder.",
        usage: "opus rollout list [<folder>] [<options>]",
        examples: """
            opus rollout list
            opus rollout list /var/lib/opus-rollout -o json
            """)

    @Argument(
        help: ArgumentHelp("The folder; the present one unless given.", valueName: "folder"),
        completion: .directory)
    var folder = "."
    @OptionGroup(title: "Output") var output: OutputOptions

    private static let columns = [
        Column("plan", "PLAN", fit: .flexible), Column("products", "PRODUCTS", fit: .flexible),
        Column("state", "STATE"), Column("since", "SINCE"), Column("stage", "STAGE"),
        Column("ofStages", "OF"), Column("clients", "CLIENTS"), Column("succeeded", "SUCCEEDED"),
        Column("failed", "FAILED"), Column("waiting", "WAITING"),
        Column("reason", "REASON", fit: .flexible),
    ]

    func perform() async throws -> ExitStatus {
        let console = Console(output, .current())
        var rows: [[Cell]] = []
        for name in try names() {
            let path = folder == "." ? name : folder + "/" + name
            guard let text = try? FileText.contents(path, limit: 64 << 20),
                RolloutPlanReading.isPlan(text)
            else { continue }
            do {
                rows.append(Self.row(name, try RolloutStart.machine(RolloutFiles(plan: path))))
            } catch {
                Console.problem(CommandFailure(error).message)
            }
        }
        try console.show(.table(Table(Self.columns, rows)))
        guard rows.isEmpty else { return .done }
        console.note("there is no plan of a rollout in \(folder.visible)")
        return .nothingMatched
    }

    private func names() throws(CommandFailure) -> [String] {
        guard let directory = opendir(folder) else {
            throw .usage(
                "\(folder.visible) can't be read: \(String(cString: strerror(errno)).lowercased())")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".yaml") || name.hasSuffix(".yml"), !name.hasPrefix(".") {
                names.append(name)
            }
        }
        return names.sorted()
    }

    private static func row(_ name: String, _ machine: RolloutMachine) -> [Cell] {
        let state = machine.state
        let all = machine.tallies.total
        let products = machine.plan.products.map(\.text)
        return [
            .text(name), Cell(.list(products), shown: products.joined(separator: ", ")),
            .text(state.phase.rawValue, style: state.phase.style), Cell(.time(state.since)),
            Cell(.number(state.stage + 1)), Cell(.number(machine.plan.stages.count)),
            Cell(.number(all.clients)), .count(all.succeeded, .good), .count(all.failed, .bad),
            .count(all.open, .warning), Cell(.filled(state.reason)),
        ]
    }
}
