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
    /// - Returns: whether all of it was taken. A pipe whose reader has gone ends the process by
    ///   its signal before; a full disk does not.
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
                return false
            }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Whether a person reads it, as far as the system knows.
    var isTerminal: Bool { isatty(rawValue) == 1 }
}
