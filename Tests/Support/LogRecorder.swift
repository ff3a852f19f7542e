import Logging

/// Keeps what is logged, to be awaited.
struct LogRecorder: Sendable {
    let lines = Inbox<String>()

    /// Logs everything from debug on, as `level message`.
    var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: lines) }
    }

    private struct Handler: LogHandler {
        let lines: Inbox<String>
        var logLevel = Logger.Level.debug
        var metadata: Logger.Metadata = [:]

        init(lines: Inbox<String>) {
            self.lines = lines
        }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            lines.put("\(event.level) \(event.message)")
        }
    }
}
