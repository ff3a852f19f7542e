#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Standard output and standard error, written whole.
enum StandardStream: Int32 {
    case output = 1
    case error = 2

    /// Writes a text in as few calls as the system allows.
    ///
    /// Where the reader of the data has gone, the process ends as any Unix tool does then: by the
    /// signal for it, without a word. That of what is told beside may go.
    ///
    /// - Returns: whether all of it was taken; on a full disk it is not.
    @discardableResult
    func write(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(rawValue, bytes.baseAddress, bytes.count)
                #else
                    Darwin.write(rawValue, bytes.baseAddress, bytes.count)
                #endif
            }
            if count < 0 {
                if errno == EINTR || errno == EAGAIN { continue }
                if errno == EPIPE, self == .output { Self.endBySignal() }
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Ends the process by SIGPIPE, which the network code had switched off.
    private static func endBySignal() -> Never {
        signal(SIGPIPE, SIG_DFL)
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
        raise(SIGPIPE)
        _exit(128 + SIGPIPE)
    }

    /// Whether a person reads it, as far as the system knows.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}
