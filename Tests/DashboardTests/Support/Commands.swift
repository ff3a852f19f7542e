/// The commands of `opus` in a text.
enum Commands {
    /// Every command that `opus` has.
    private static let known: Set<String> = [
        "status", "clients", "client", "failed", "why", "log", "products", "product", "groups",
        "group",
        "product-groups", "depots", "software", "os-version", "migratable", "unpackaged", "doctor",
        "install", "uninstall", "update", "retry", "set-installed", "set-uninstalled", "set-setup",
        "cancel", "on-demand", "reboot", "shutdown", "wake", "popup", "migrate", "depot", "trust",
        "rollout",
    ]

    /// The whole commands that a description tells to run, each at its line's end.
    static func lines(in description: String) -> [String] {
        description.matches(of: /(?:^|: +)(?<line>opus .+)$/.anchorsMatchLineEndings())
            .map { String($0.line) }
    }

    /// The words after `opus` that a text tells to run, on a line's end or between backticks.
    static func named(in text: String) -> [String] {
        text.matches(of: /(?:^|: +|`|")opus (?<command>[a-z-]+)/.anchorsMatchLineEndings())
            .map { String($0.command) }
    }

    /// Those that `opus` does not have.
    static func unknown(in text: String) -> [String] {
        named(in: text).filter { !known.contains($0) }
    }
}
