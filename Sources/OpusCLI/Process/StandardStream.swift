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
        guard let problem = Self.write(text, to: rawValue) else { return true }
        if problem == EPIPE, self == .output { Self.endBySignal() }
        return false
    }

    /// Writes a text.
    ///
    /// - Parameters:
    ///   - text: the text.
    ///   - descriptor: where it goes.
    /// - Returns: why not all of it was taken, as the system numbers it; nil where it was.
    static func write(_ text: String, to descriptor: Int32) -> Int32? {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { bytes in
                #if canImport(Glibc)
                    Glibc.write(descriptor, bytes.baseAddress, bytes.count)
                #else
                    Darwin.write(descriptor, bytes.baseAddress, bytes.count)
                #endif
            }
            if count < 0, errno != EINTR, errno != EAGAIN { return errno }
            rest = rest.dropFirst(max(0, count))
        }
        return nil
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
