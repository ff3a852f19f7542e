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

    /// What a file is for.
    public enum Purpose: Sendable {
        /// Every user of the machine may read it, and it is still there after a power cut.
        case sharing
        /// For the owner alone, as are the directories that are made above it; safe as well.
        case keeping
        /// For the owner alone, and no loss: nobody waits for the disk.
        case caching
    }

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - bytes: its contents.
    ///   - path: where it is to be; a file that is there is replaced.
    ///   - purpose: what it is for.
    /// - Throws: why it could not be written.
    public static func write(
        _ bytes: some Sequence<UInt8>, to path: String, for purpose: Purpose = .sharing
    ) throws(Failure) {
        let (directory, name) = split(path)
        guard !name.isEmpty, name != ".", name != ".." else {
            throw Failure(description: "'\(path)' is no name of a file")
        }
        if purpose != .sharing { try makeDirectory(directory) }
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
            try fill(descriptor, with: Array(bytes), for: purpose)
            guard rename(temporary, path) == 0 else { throw failure("can't replace \(path)") }
        } catch {
            unlink(temporary)
            throw error
        }
        guard purpose != .caching else { return }
        // The file itself is safe; that its name is, too, can't be had everywhere.
        let folder = open(directory, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }

    private static func fill(
        _ descriptor: Int32, with bytes: [UInt8], for purpose: Purpose
    ) throws(Failure) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("can't write") }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, purpose == .sharing ? 0o644 : 0o600) == 0,
            purpose == .caching || fsync(descriptor) == 0
        else {
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

    private static func makeDirectory(_ path: String) throws(Failure) {
        guard !path.isEmpty, !FileText.exists(path) else { return }
        if let slash = path.lastIndex(of: "/") { try makeDirectory(String(path[..<slash])) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw failure("can't make the directory \(path)")
        }
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
