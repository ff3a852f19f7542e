import OpusCore
import Synchronization

/// Shows a person how far reading a big fleet has come: a line that is written over, and gone
/// before anything else is said. What takes no time shows nothing.
final class ReadingDisplay: Sendable {
    /// Reading that is over sooner needs no word.
    private static let patience = Duration.seconds(1)

    private let elapsed: @Sendable () -> Duration
    private let write: @Sendable (String) -> Void
    private let isShown = Mutex(false)

    /// - Parameters:
    ///   - elapsed: the time since the command began.
    ///   - write: writes to the terminal.
    init(
        elapsed: @escaping @Sendable () -> Duration, write: @escaping @Sendable (String) -> Void
    ) {
        self.elapsed = elapsed
        self.write = write
    }

    /// The display for a command that begins now; nil where nobody watches, or wants to.
    convenience init?(_ console: Console) {
        guard StandardStream.error.isTerminal, !console.isQuiet, !console.isVerbose else {
            return nil
        }
        let start = ContinuousClock.now
        self.init(elapsed: { .now - start }, write: { StandardStream.error.write($0) })
    }

    /// Shows how far it is, or takes the line away at the end.
    func show(_ progress: ReadingProgress) {
        guard progress.read < progress.total else { return clear() }
        guard elapsed() >= Self.patience else { return }
        isShown.withLock { isShown in
            isShown = true
            write("\r\u{1B}[Kreading: \(progress.read) of \(progress.total) clients")
        }
    }

    /// Takes the line away, if it is there.
    func clear() {
        isShown.withLock { isShown in
            if isShown { write("\r\u{1B}[K") }
            isShown = false
        }
    }
}
