import LocalSystem

/// The environment of this process, and the places that hang on it.
struct Environment: Sendable {
    let variables: [String: String]

    init(_ variables: [String: String]) { self.variables = variables }

    /// That of this process; variables that are not UTF-8 are left out.
    static func current() -> Environment { Environment(ProcessEnvironment.variables()) }

    /// A variable; an empty one counts as not set.
    subscript(name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `~/.config`, or where XDG_CONFIG_HOME points.
    var configurationDirectory: String? { directory("XDG_CONFIG_HOME", "/.config") }

    /// `~/.cache`, or where XDG_CACHE_HOME points.
    var cacheDirectory: String? { directory("XDG_CACHE_HOME", "/.cache") }

    private func directory(_ variable: String, _ below: String) -> String? {
        if let set = self[variable], set.hasPrefix("/") { return set }
        return self["HOME"].map { $0 + below }
    }

    /// A path as people write it in settings: `~/` stands for the home directory.
    func expanded(_ path: String) -> String {
        guard path.hasPrefix("~/"), let home = self["HOME"] else { return path }
        return home + path.dropFirst()
    }
}
