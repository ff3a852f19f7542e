extension AuditSoftware {
    static let windowsPrefix = "ms_windows_"
    static let systemMarks = ["Lin:", "Mac:"]

    /// How good the evidence is that this is an operating system, 0 the best; nil where it is
    /// none. The server's filters find more than was asked for.
    package var systemRank: Int? {
        if isOperatingSystem { return 0 }
        let isWindows = windowsSoftwareID.lowercased().hasPrefix(Self.windowsPrefix)
        return isWindows || Self.isSystemMark(identity.subVersion) ? 1 : nil
    }

    /// Whether a mark beside a version says that this is an operating system.
    package static func isSystemMark(_ mark: String) -> Bool {
        systemMarks.contains { $0.lowercased() == mark.lowercased() }
    }
}
