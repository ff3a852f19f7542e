#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Tells systemd how this process is, by the protocol of sd_notify(3).
struct NotifySocket: Sendable {
    /// Where to send to, as the kernel wants it.
    private let address: [UInt8]
    /// How often systemd wants to hear that the process is alive; nil where it does not ask.
    let watchdog: Duration?

    /// The socket that the environment names; nil where there is none.
    ///
    /// - Parameters:
    ///   - environment: all environment variables.
    ///   - process: this process's number; a watchdog meant for another one is not ours.
    init?(_ environment: [String: String], process: Int32 = getpid()) {
        guard let path = environment["NOTIFY_SOCKET"], let address = Self.address(path) else {
            return nil
        }
        self.address = address
        let isOurs = environment["WATCHDOG_PID"].map { Int32($0) == process } ?? true
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
        watchdog = isOurs && microseconds > 0 ? .microseconds(microseconds) : nil
    }

    /// Sends variables, such as `READY=1`.
    ///
    /// - Returns: whether it could be sent; where not, nobody listens, which is no reason to stop.
    @discardableResult
    func send(_ variables: String...) -> Bool {
        #if canImport(Glibc)
            let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
            let flags = Int32(MSG_NOSIGNAL)
        #else
            let kind = SOCK_DGRAM
            let flags: Int32 = 0
        #endif
        let descriptor = socket(AF_UNIX, kind, 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        let message = Array(variables.joined(separator: "\n").utf8)
        let sent = address.withUnsafeBytes { bytes -> Int in
            guard let start = bytes.baseAddress else { return -1 }
            return sendto(
                descriptor, message, message.count, flags,
                start.assumingMemoryBound(to: sockaddr.self), socklen_t(bytes.count))
        }
        return sent == message.count
    }

    /// The family and the name; an @ stands for the zero byte of the abstract namespace.
    private static func address(_ path: String) -> [UInt8]? {
        var name = Array(path.utf8)
        guard let first = name.first, first == UInt8(ascii: "/") || first == UInt8(ascii: "@"),
            name.count > 1, !name.contains(0)
        else { return nil }
        let isAbstract = first == UInt8(ascii: "@")
        if isAbstract { name[0] = 0 } else { name.append(0) }
        guard name.count <= MemoryLayout.size(ofValue: sockaddr_un().sun_path) else { return nil }
        #if canImport(Glibc)
            let family = withUnsafeBytes(of: sa_family_t(AF_UNIX)) { Array($0) }
        #else
            let family = [UInt8(name.count + 2), UInt8(AF_UNIX)]
        #endif
        return family + name
    }
}

extension NotifySocket {
    /// Says that the process serves, and what it is doing.
    func ready(_ status: String) {
        send("READY=1", "STATUS=\(status)")
    }

    /// Says that a new configuration is being read; `ready(_:)` ends it.
    func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let microseconds = Int64(now.tv_sec) * 1_000_000 + Int64(now.tv_nsec) / 1000
        send("RELOADING=1", "MONOTONIC_USEC=\(microseconds)", "STATUS=Reloading")
    }

    /// Says that the process is ending.
    func stopping() {
        send("STOPPING=1", "STATUS=Answering what was asked, then ending")
    }
}
