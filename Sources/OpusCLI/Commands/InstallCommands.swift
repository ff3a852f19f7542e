import ArgumentParser
import OpusCore

struct InstallCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "install", "Install products where they are missing or older than on the depot.",
        usage: "opus install <products> <targets> ... [<options>]",
        discussion: """
            What the products depend on is installed, too: the plan has it all.
            """,
        examples: """
            opus install firefox pc-01,pc-02
            opus install firefox,7zip @hall --now --wait
            opus install firefox 'product:firefox<128' --dry-run
            """)

    @Flag(help: "Install also where the same version, or a newer one, is installed.")
    var force = false
    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: ProductArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planInstall(
            try await arguments.products.ids(opus), on: clients, force: force,
            now: arguments.now, netboot: netboot.allowed)
    }
}

struct UninstallCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "uninstall", "Remove products where they are installed.",
        usage: "opus uninstall <products> <targets> ... [<options>]",
        examples: """
            opus uninstall firefox pc-01
            opus uninstall firefox @hall --dry-run
            """)

    @OptionGroup var arguments: ProductArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUninstall(
            try await arguments.products.ids(opus), on: clients, now: arguments.now)
    }
}

struct UpdateCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "update", "Bring what is installed to the version on the depot.",
        usage: "opus update <targets> ... [--product <ids>] [<options>]",
        discussion: """
            Without --product, everything that is older than on the depot but the protected \
            products.
            """,
        examples: """
            opus update @hall --dry-run
            opus update state:updatable --product firefox --now
            """)

    @OptionGroup var arguments: RepairArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planUpdate(
            arguments.products.ids(opus), on: clients, now: arguments.now,
            netboot: arguments.netboot.allowed)
    }
}

struct RetryCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "retry", "Ask again for installations that failed.",
        usage: "opus retry <targets> ... [--product <ids>] [<options>]",
        discussion: """
            The failure stays visible until the client reports. Without --product, every failed \
            installation but those of protected products.
            """,
        examples: """
            opus retry state:failed --dry-run
            opus retry failed:firefox --product firefox --now --wait
            """)

    @OptionGroup var arguments: RepairArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planRetry(
            arguments.products.ids(opus), on: clients, now: arguments.now,
            netboot: arguments.netboot.allowed)
    }
}

struct SetSetupCommand: ActingCommand {
    static let configuration = CommandConfiguration(
        "set-setup", "Ask for setup, whatever is installed, and without dependencies.",
        usage: "opus set-setup <products> <targets> ... [<options>]",
        examples: "opus set-setup firefox @hall --dry-run")

    @OptionGroup var netboot: NetbootOptions
    @OptionGroup var arguments: ProductArguments

    func plan(_ opus: Opus, _ clients: ClientSelection) async throws -> ActionPlan {
        try await opus.planSetSetup(
            try await arguments.products.ids(opus), on: clients, now: arguments.now,
            netboot: netboot.allowed)
    }
}
