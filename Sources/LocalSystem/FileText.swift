#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads small text files whole, with the system's own reason where that fails.
public enum FileText {
    /// Why a file could not be read.
    public enum Failure: Error, Equatable, Sendable {
        /// The system refuses; its number is one of errno(3).
        case system(Int32)
        /// A directory is there instead.
        case directory
        /// A pipe, a socket or a device is there instead: reading it could wait for ever.
        case noFile
        /// There is more than was accepted.
        case tooLarge
        /// The bytes are not UTF-8.
        case notUTF8

        /// Whether there is no such file.
        public var isMissing: Bool { self == .system(ENOENT) }

        /// For the end of a sentence that names the file, in lower case.
        public var reason: String {
            switch self {
            case .system(ENOENT): "it does not exist"
            case .system(let code): String(cString: strerror(code)).lowercased()
            case .directory: "it is a directory"
            case .noFile: "it is no regular file"
            case .tooLarge: "it is too large"
            case .notUTF8: "it is not UTF-8 text"
            }
        }

        /// What is wrong with a file that a configuration names, and the way out.
        ///
        /// - Parameters:
        ///   - wanted: the file that is wanted, behind "name".
        ///   - tooLarge: what it is too large for, and the way out.
        ///   - noText: what is said of a file that is no text.
        /// - Returns: what stands behind the file's name.
        public func problem(
            wanted: String, tooLarge: String,
            noText: String = "is not UTF-8 text; save it as UTF-8"
        ) -> String {
            switch self {
            case .directory: "is a directory; name \(wanted)"
            case .noFile: "is no regular file; name \(wanted)"
            case .tooLarge: "is too large for \(tooLarge)"
            case .notUTF8: noText
            case .system: "can't be read (\(reason)); create it, or let the exporter's user read it"
            }
        }
    }

    /// The text of a file.
    ///
    /// - Parameters:
    ///   - path: where the file is. A pipe that this process was given, as `/dev/stdin` or
    ///     `/dev/fd/3`, will do too.
    ///   - limit: the largest size accepted, in bytes.
    /// - Returns: the whole text.
    /// - Throws: why it can't be read.
    public static func contents(_ path: String, limit: Int = 1 << 20) throws(Failure) -> String {
        // Where nobody writes into a named pipe, opening it would already wait.
        let isGiven = ["/dev/stdin", "/dev/fd/", "/proc/self/fd/"].contains(where: path.hasPrefix)
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (isGiven ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .directory
        default: if !isGiven { throw .noFile }
        }
        let bytes = try contents(of: descriptor, limit: limit)
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// All bytes that come from a file or a pipe until its end.
    ///
    /// - Parameters:
    ///   - descriptor: from where.
    ///   - limit: the most bytes accepted.
    /// - Returns: the bytes.
    /// - Throws: why they can't be read.
    public static func contents(of descriptor: Int32, limit: Int) throws(Failure) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count == 0 { return bytes }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw errno == EISDIR ? .directory : .system(errno)
            }
            bytes += part[..<count]
            guard bytes.count <= limit else { throw .tooLarge }
        }
    }

    /// Whether every user of this machine may read a file.
    ///
    /// - Parameter path: where it is.
    /// - Returns: true for a regular file with that permission.
    public static func isReadableByAll(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFREG && status.st_mode & S_IROTH != 0
    }

    /// Whether something is there.
    ///
    /// - Parameter path: where.
    /// - Returns: true for anything: a file, a directory, a socket.
    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }
}
