public import Logging

/// Keeps what is logged, to be awaited.
public struct LogRecorder: Sendable {
    /// What was logged.
    public let lines = Inbox<String>()

    /// Nothing was logged yet.
    public init() {}

    /// Logs everything from debug on, as `level message`.
    public var logger: Logger {
        Logger(label: "test") { _ in Handler(lines: lines) }
    }

    /// Waits for a line that starts like this.
    ///
    /// - Parameter prefix: how it starts.
    /// - Returns: the line.
    /// - Throws: where nothing more will be logged.
    @discardableResult
    public func line(startingWith prefix: String) async throws -> String {
        while true {
            let line = try await lines.next()
            if line.hasPrefix(prefix) { return line }
        }
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
