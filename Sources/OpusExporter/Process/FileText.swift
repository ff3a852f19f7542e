#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Reads small files whole, with the system's own reason where that fails.
enum FileText {
    /// Why a file could not be read.
    enum Failure: Error, Equatable {
        case system(String)
        case directory
        case tooLarge
        case notUTF8
    }

    /// The text of a file, or nil where it can't be read.
    static func read(_ path: String) -> String? {
        try? contents(path)
    }

    /// The text of a file.
    ///
    /// - Parameters:
    ///   - path: where the file is.
    ///   - limit: the largest size accepted, in bytes.
    /// - Returns: the whole text.
    /// - Throws: why it can't be read.
    static func contents(_ path: String, limit: Int = 1 << 20) throws(Failure) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(reason) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = part.withUnsafeMutableBytes { recv(descriptor, $0) }
            if count == 0 { break }
            guard count > 0 else {
                if errno == EINTR { continue }
                throw errno == EISDIR ? .directory : .system(reason)
            }
            bytes += part[..<count]
            guard bytes.count <= limit else { throw .tooLarge }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// How many entries a directory has, or nil where it can't be read.
    static func entries(_ path: String) -> Int? {
        guard let directory = opendir(path) else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            // `.` and `..` are no entries; nothing else in such a directory starts with a dot.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count
    }

    private static func recv(_ descriptor: Int32, _ target: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, target.baseAddress, target.count)
        #else
            Darwin.read(descriptor, target.baseAddress, target.count)
        #endif
    }

    private static var reason: String { String(cString: strerror(errno)) }
}
