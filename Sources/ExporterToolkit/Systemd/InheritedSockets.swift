import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The sockets that systemd opened for this process, by the protocol of sd_listen_fds(3).
enum InheritedSockets {
    /// Where they start, after standard input, output and error.
    private static let first: Int32 = 3

    /// The sockets that were handed over and listen, once: the variables that tell of them are
    /// taken away, and children of this process do not get the sockets.
    static func take() -> [ListeningSocket] {
        let environment = ProcessEnvironment.variables()
        for name in ["LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES"] { unsetenv(name) }
        return descriptors(environment, process: getpid()).filter { listens($0.descriptor) }
            .map { socket in
                _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
                return .inherited(descriptor: socket.descriptor, name: socket.name)
            }
    }

    /// What the variables say.
    ///
    /// - Parameters:
    ///   - environment: all environment variables.
    ///   - process: this process's number; variables for another one were passed on by mistake.
    /// - Returns: descriptors and their names.
    static func descriptors(
        _ environment: [String: String], process: Int32
    ) -> [(descriptor: Int32, name: String)] {
        guard let addressee = environment["LISTEN_PID"], Int32(addressee) == process,
            let count = environment["LISTEN_FDS"].flatMap({ Int32($0) }), (1...64).contains(count)
        else { return [] }
        let names = (environment["LISTEN_FDNAMES"] ?? "")
            .split(separator: ":", omittingEmptySubsequences: false)
        return (0..<count).map { index in
            let name = names.indices.contains(Int(index)) ? String(names[Int(index)]) : ""
            return (first + index, name.isEmpty ? "\(first + index)" : name)
        }
    }

    private static func listens(_ descriptor: Int32) -> Bool {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value != 0
    }
}
