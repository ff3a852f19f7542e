#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a file whole or not at all: whoever reads it sees the old or the new contents.
public enum AtomicFile {
    /// Why a file could not be written; the old one, if any, is as it was.
    public struct Failure: Error, CustomStringConvertible {
        /// Names the file and the reason.
        public let description: String
    }

    /// Writes a file that everyone may read.
    ///
    /// - Parameters:
    ///   - bytes: its contents.
    ///   - path: where it is to be; a file that is there is replaced.
    /// - Throws: why it could not be written.
    public static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let (directory, name) = split(path)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw Failure(description: "'\(path)' is no name of a file")
        }
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            throw Failure(description: "\(path) is there and is no file")
        }
        // In the same directory, so that it can be renamed; hidden, so that nobody takes it for
        // the file itself.
        let temporary = "\(directory)/.\(name).\(getpid()).tmp"
        // A process of the same number may have left one behind.
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("can't create a file in \(directory)") }
        do throws(Failure) {
            defer { close(descriptor) }
            try fill(descriptor, with: bytes)
            guard rename(temporary, path) == 0 else { throw failure("can't replace \(path)") }
        } catch {
            unlink(temporary)
            throw error
        }
        // The file itself is safe; that its name is, too, can't be had everywhere.
        let folder = open(directory, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("can't write") }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, 0o644) == 0, fsync(descriptor) == 0 else {
            throw failure("can't write")
        }
    }

    private static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func split(_ path: String) -> (directory: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let directory = path[..<slash]
        return (
            directory.isEmpty ? "/" : String(directory), String(path[path.index(after: slash)...])
        )
    }

    private static func failure(_ what: String) -> Failure {
        Failure(description: "\(what): \(String(cString: strerror(errno)))")
    }
}
