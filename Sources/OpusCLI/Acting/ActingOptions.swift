import ArgumentParser
import OpusCore

/// What every acting command understands.
struct ActingOptions: ParsableArguments {
    @Flag(name: [.customShort("n"), .long], help: "Show the plan, and change nothing.")
    var dryRun = false

    @Flag(name: [.short, .long], help: "Do not ask; needed where nobody can be asked.")
    var yes = false

    func validate() throws {
        guard !dryRun || !yes else {
            throw ValidationError("--dry-run and --yes contradict each other")
        }
    }
}

/// When clients act on what they are asked for.
struct TellingOptions: ParsableArguments {
    @Flag(
        help: """
            Tell the clients to act at once, on all that waits there; else they act at their next \
            event.
            """)
    var now = false
}

/// For commands whose actions run on clients, later or now.
struct WaitingOptions: ParsableArguments {
    @OptionGroup var telling: TellingOptions

    @Flag(help: "Wait until the actions are done. Ctrl-C stops waiting, not the actions.")
    var wait = false

    @Option(
        help: ArgumentHelp(
            "Wait so many minutes at most. (default: without end)", valueName: "minutes"))
    var waitMinutes: Int?

    @Option(
        help: ArgumentHelp(
            """
            Wait so many minutes for clients that can't be reached, or were not seen for a day, \
            once only such are left.
            """, valueName: "minutes"))
    var waitUnreachable = 5.0

    @Option(
        help: ArgumentHelp(
            "Seconds between two looks while waiting.", visibility: .hidden))
    var waitInterval = 5.0

    func validate() throws {
        if let waitMinutes {
            guard wait else { throw ValidationError("--wait-minutes needs --wait") }
            guard (1...100_000).contains(waitMinutes) else {
                throw ValidationError("--wait-minutes takes 1 to 100000")
            }
        }
        guard waitUnreachable >= 0, waitUnreachable <= 100_000 else {
            throw ValidationError("--wait-unreachable takes 0 to 100000")
        }
        guard waitInterval >= 0.01, waitInterval <= 3600 else {
            throw ValidationError("--wait-interval takes 0.01 to 3600 seconds")
        }
    }
}

/// The netboot products that a command may request.
struct NetbootOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            """
            Netboot products that may be set up, with commas between them: each installs an \
            operating system over what is there.
            """, valueName: "ids"))
    var netboot: ProductList?

    var allowed: Set<ObjectID> { Set((try? netboot?.plainIDs("--netboot")) ?? []) }

    func validate() throws { _ = try netboot?.plainIDs("--netboot") }
}
