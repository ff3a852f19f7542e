import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The names of a server's clients, groups, products and depots, kept for some minutes for completion.
struct NameCache {
    enum Kind: String {
        case client, group, product, productGroup, depot
    }

    private static let lifetimeSeconds = 300

    private let path: String

    /// The cache of one server as one user sees it; nil where there is no home directory.
    init?(_ connection: Connection, _ environment: Environment) {
        guard let path = connection.cachePath("names", environment) else { return nil }
        self.path = path
    }

    /// Whether the names are young enough to be shown without asking for new ones.
    var isFresh: Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        #if canImport(Glibc)
            let modified = status.st_mtim.tv_sec
        #else
            let modified = status.st_mtimespec.tv_sec
        #endif
        return time(nil) - modified < Self.lifetimeSeconds
    }

    func names(_ kind: Kind) -> [String] {
        guard let text = try? FileText.contents(path, limit: 64 << 20) else { return [] }
        let mark = kind.rawValue + "\t"
        return text.split(separator: "\n").filter { $0.hasPrefix(mark) }
            .map { String($0.dropFirst(mark.count)) }.filter(Self.isPlain)
    }

    /// Whether every shell takes a name as it is. bash would run what `$()` in a name holds when
    /// it completes, so names with anything but letters, digits, `.`, `_`, `+` and `-` have no
    /// part in completion.
    static func isPlain(_ name: String) -> Bool {
        !name.isEmpty
            && name.allSatisfy { $0.isLetter || $0.isNumber || "._+-".contains($0) }
    }

    /// Stores names, but for those that a shell could stumble over.
    func store(_ names: [(String, Kind)]) {
        let lines = names.filter { Self.isPlain($0.0) }.map { "\($0.1.rawValue)\t\($0.0)\n" }
        // A cache that can't be written is no cache; completion then has no names.
        try? AtomicFile.write(lines.joined().utf8, to: path, for: .caching)
    }

    /// Makes the names that are there count as fresh; none are made up.
    func touch() {
        guard FileText.exists(path) else { return }
        utimes(path, nil)
    }
}
