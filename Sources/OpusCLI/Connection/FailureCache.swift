import LocalSystem
import OpusCore

/// What logs told of a server's failures, kept between calls, so that a log is read once.
struct FailureCache {
    private static let largest = 64 << 20

    private let path: String?

    init(_ context: CommandContext) {
        path = context.connection.cachePath("failures", context.environment)
    }

    /// What is kept; nothing where there is no file, or no readable one.
    var memory: FailureMemory {
        let text = path.flatMap { try? FileText.contents($0, limit: Self.largest) }
        return text.map { FailureMemory(text: $0) } ?? FailureMemory()
    }

    /// Keeps what is known.
    func store(_ memory: FailureMemory) {
        // A cache that can't be written is no cache; logs are then read again.
        if let path { try? AtomicFile.write(memory.text.utf8, to: path, for: .caching) }
    }
}
