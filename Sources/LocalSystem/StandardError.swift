#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The process's standard error.
public enum StandardError {
    /// Writes a whole line in one call, so that lines of different threads do not mix.
    ///
    /// - Parameter line: the line, without its end.
    public static func write(line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Nobody can be told that nobody can be told.
        #if canImport(Glibc)
            _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
        #else
            _ = Darwin.write(STDERR_FILENO, bytes, bytes.count)
        #endif
    }
}
