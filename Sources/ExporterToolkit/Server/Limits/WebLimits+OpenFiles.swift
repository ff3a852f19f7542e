#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension WebLimits {
    /// What a process opens beside connections: its streams, event loops and listening sockets, what
    /// it measures by, and files that it reads.
    private static let otherFiles = 32

    /// How many files this process may have open; nil for any number.
    static var openFiles: Int? {
        var limit = rlimit()
        #if canImport(Glibc)
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #else
            let resource = RLIMIT_NOFILE
        #endif
        guard getrlimit(resource, &limit) == 0 else { return nil }
        return Int(exactly: limit.rlim_cur)
    }

    /// The limits with no more connections than there can be: without room for one more file, new
    /// ones would not even be turned away.
    ///
    /// - Parameter files: how many files the process may have open; nil for any number.
    /// - Returns: the limits that hold.
    func fitting(openFiles files: Int?) -> WebLimits {
        guard let files else { return self }
        let room = files - Self.otherFiles - ConnectionRegistry.mostEvicted
        var limits = self
        limits.connections = min(connections, max(1, room))
        return limits
    }
}
