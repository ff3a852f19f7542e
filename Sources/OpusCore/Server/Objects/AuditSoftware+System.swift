extension AuditSoftware {
    static let windowsPrefix = "ms_windows_"
    static let systemMarks = ["Lin:", "Mac:"]

    /// How good the evidence is that this is an operating system, 0 the best; nil where it is
    /// none. The server's filters find more than was asked for.
    package var systemRank: Int? {
        if isOperatingSystem { return 0 }
        let isWindows = windowsSoftwareID.lowercased().hasPrefix(Self.windowsPrefix)
        return isWindows || Self.isSystemMark(subVersion) ? 1 : nil
    }

    /// Whether a mark beside a version says that this is an operating system.
    package static func isSystemMark(_ mark: String) -> Bool {
        systemMarks.contains { $0.lowercased() == mark.lowercased() }
    }

    /// Whether this is what was found on a client; opsi does not look at case.
    package func isSame(as software: Software) -> Bool {
        func same(_ left: String, _ right: String) -> Bool {
            left == right || left.lowercased() == right.lowercased()
        }
        return same(name, software.name) && same(version, software.version)
            && same(subVersion, software.subVersion) && same(language, software.language)
            && same(architecture, software.architecture)
    }
}
