import ArgumentParser
import OpusCore

/// Product ids on a command line, with commas between them.
struct ProductList: ExpressibleByArgument {
    let ids: [ObjectID]

    init?(argument: String) {
        let ids = argument.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
            .map { ObjectID($0) }
        guard !ids.isEmpty else { return nil }
        self.ids = ids
    }
}

struct InstallCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Install products where they are missing or older than on the depot.",
        usage: "opus install <products> <targets> ... [<options>]",
        discussion: """
            What the products depend on is installed, too.

            \(TargetArguments.help)
            """)

    @Argument(
        help: ArgumentHelp("Product ids, with commas between them.", valueName: "products"),
        completion: .custom(NameCompletion.products))
    var products: ProductList
    @OptionGroup var targets: TargetArguments
    @Flag(help: "Install also where the same version, or a newer one, is installed.")
    var force = false
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var rollout: RolloutOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: RolloutOptions? { rollout }

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planInstall(products.ids, on: clients, force: force, now: rollout.now)
    }
}

struct UninstallCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Remove products where they are installed.",
        usage: "opus uninstall <products> <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @Argument(
        help: ArgumentHelp("Product ids, with commas between them.", valueName: "products"),
        completion: .custom(NameCompletion.products))
    var products: ProductList
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var rollout: RolloutOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: RolloutOptions? { rollout }

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUninstall(products.ids, on: clients, now: rollout.now)
    }
}

struct UpdateCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "update",
        abstract: "Bring what is installed to the version on the depot.",
        usage: "opus update <targets> ... [--product <ids>] [<options>]",
        discussion: """
            Without --product, everything that is older than on the depot but the protected \
            products.

            \(TargetArguments.help)
            """)

    @OptionGroup var targets: TargetArguments
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Only these products, with commas between them.", valueName: "ids"),
        completion: .custom(NameCompletion.products))
    var product: ProductList?
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var rollout: RolloutOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: RolloutOptions? { rollout }

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUpdate(product?.ids ?? [], on: clients, now: rollout.now)
    }
}

struct RetryCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Ask again for installations that failed.",
        usage: "opus retry <targets> ... [--product <ids>] [<options>]",
        discussion: """
            The failure stays visible until the client reports. Without --product, every failed \
            installation but those of protected products.

            \(TargetArguments.help)
            """)

    @OptionGroup var targets: TargetArguments
    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Only these products, with commas between them.", valueName: "ids"),
        completion: .custom(NameCompletion.products))
    var product: ProductList?
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var rollout: RolloutOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: RolloutOptions? { rollout }

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planRetry(product?.ids ?? [], on: clients, now: rollout.now)
    }
}

struct SetSetupCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-setup",
        abstract: "Ask for setup, whatever is installed, and without dependencies.",
        usage: "opus set-setup <products> <targets> ... [<options>]",
        discussion: TargetArguments.help)

    @Argument(
        help: ArgumentHelp("Product ids, with commas between them.", valueName: "products"),
        completion: .custom(NameCompletion.products))
    var products: ProductList
    @OptionGroup var targets: TargetArguments
    @OptionGroup(title: "Acting") var acting: ActingOptions
    @OptionGroup(title: "Acting") var rollout: RolloutOptions
    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    var waiting: RolloutOptions? { rollout }

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planSetSetup(products.ids, on: clients, now: rollout.now)
    }
}
