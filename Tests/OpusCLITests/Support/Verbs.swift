/// The commands, each in a form that works in the lab.
enum Verbs {
    static let reading: [[String]] = [
        ["status"], ["status", "@hall"], ["clients"], ["clients", "state:failed"],
        ["clients", "--state", "updatable"], ["client", "pc-01"], ["client", "pc-03", "--all"],
        ["failed"], ["failed", "pc-03"], ["why"], ["why", "pc-03", "--no-logs"], ["products"],
        ["product", "firefox"], ["groups"],
        ["group", "hall"], ["product-groups"], ["product-groups", "office"], ["depots"],
        ["software", "pc-02"], ["os-version"], ["unpackaged", "pc-02"], ["migratable", "pc-03"],
    ]

    /// Those that take an expression, with a place for it.
    static let readingTargets = [
        "status", "clients", "failed", "why", "os-version", "migratable", "unpackaged",
    ]

    static let acting: [[String]] = [
        ["install", "firefox", "pc-01,pc-02"], ["uninstall", "firefox", "pc-01"],
        ["update", "pc-01"], ["retry", "pc-03"], ["set-installed", "firefox", "pc-02"],
        ["set-uninstalled", "firefox", "pc-01"], ["set-setup", "firefox", "pc-01"],
        ["cancel", "pc-04"], ["on-demand", "pc-01"], ["reboot", "pc-01"], ["shutdown", "pc-01"],
        ["wake", "pc-01"], ["popup", "Good morning", "pc-01"], ["group", "add", "hall", "pc-02"],
        ["group", "remove", "hall", "pc-01"], ["migrate", "pc-03"],
    ]

    static let editing: [[String]] = [["group", "create", "lab"], ["group", "delete", "empty"]]

    static var writing: [[String]] { acting + editing }
    static var all: [[String]] { reading + writing.map { $0 + ["--yes"] } }

    /// An acting command, with another expression.
    static func acting(_ verb: [String], on targets: String) -> [String] {
        verb.dropLast() + [targets]
    }
}
