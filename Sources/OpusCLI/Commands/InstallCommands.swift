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
            What the products depend on is installed, too: the plan has it all.

            Examples:
              opus install firefox pc-01,pc-02
              opus install firefox,7zip @hall --now --wait
              opus install firefox 'product:firefox<128' --dry-run

            \(TargetArguments.help)
            """)

    @Flag(help: "Install also where the same version, or a newer one, is installed.")
    var force = false
    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: RequestArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planInstall(
            arguments.products.ids, on: clients, force: force, now: arguments.rollout.now,
            netboot: netboot.allowed)
    }
}

struct UninstallCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "uninstall",
        abstract: "Remove products where they are installed.",
        usage: "opus uninstall <products> <targets> ... [<options>]",
        discussion: """
            Examples:
              opus uninstall firefox pc-01
              opus uninstall firefox @hall --dry-run

            \(TargetArguments.help)
            """)

    @OptionGroup var arguments: RequestArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUninstall(
            arguments.products.ids, on: clients, now: arguments.rollout.now)
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

            Examples:
              opus update @hall --dry-run
              opus update state:updatable --product firefox --now

            \(TargetArguments.help)
            """)

    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: RepairArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUpdate(
            arguments.product?.ids ?? [], on: clients, now: arguments.rollout.now,
            netboot: netboot.allowed)
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

            Examples:
              opus retry state:failed --dry-run
              opus retry failed:firefox --product firefox --now --wait

            \(TargetArguments.help)
            """)

    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: RepairArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planRetry(
            arguments.product?.ids ?? [], on: clients, now: arguments.rollout.now,
            netboot: netboot.allowed)
    }
}

struct SetSetupCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        commandName: "set-setup",
        abstract: "Ask for setup, whatever is installed, and without dependencies.",
        usage: "opus set-setup <products> <targets> ... [<options>]",
        discussion: """
            Examples:
              opus set-setup hwaudit,swaudit all --dry-run

            \(TargetArguments.help)
            """)

    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: RequestArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planSetSetup(
            arguments.products.ids, on: clients, now: arguments.rollout.now,
            netboot: netboot.allowed)
    }
}
