import ArgumentParser
import OpusCore

/// A command that records something of products, and asks for nothing.
protocol RecordCommand: ActingCommand where Arguments == RecordArguments {
    static var areInstalled: Bool { get }
}

extension RecordCommand {
    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planSetInstalled(
            try await arguments.products.ids(opus), on: clients, installed: Self.areInstalled)
    }
}

struct SetInstalledCommand: RecordCommand {
    static let areInstalled = true
    static let configuration = CommandConfiguration(
        "set-installed", "Record products as installed; nothing happens on the clients.",
        usage: "opus set-installed <products> <targets> ... [<options>]",
        examples: "opus set-installed firefox pc-01")

    @OptionGroup var arguments: RecordArguments
}

struct SetUninstalledCommand: RecordCommand {
    static let areInstalled = false
    static let configuration = CommandConfiguration(
        "set-uninstalled", "Record products as not installed; nothing happens on the clients.",
        usage: "opus set-uninstalled <products> <targets> ... [<options>]",
        examples: "opus set-uninstalled firefox pc-01")

    @OptionGroup var arguments: RecordArguments
}

struct CancelCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "cancel", "Take back what is requested and has not run yet.",
        usage: "opus cancel <targets> ... [<options>]",
        examples: """
            opus cancel pc-04
            opus cancel state:pending --product 7zip
            """)

    @OptionGroup var products: ProductFilter
    @OptionGroup var arguments: ClientArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planCancel(try await products.ids(opus), on: clients)
    }
}
