import LocalSystem
public import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a line for every event to standard error.
public struct LogLineHandler: LogHandler {
    private let format: LogFormat
    /// From which level on to log.
    public var logLevel: Logger.Level
    /// What stands on every line.
    public var metadata: Logger.Metadata = [:]
    /// Gives more of what stands on a line.
    public var metadataProvider: Logger.MetadataProvider?

    /// A handler, for `Logger(label:factory:)`.
    ///
    /// - Parameters:
    ///   - format: how a line is written.
    ///   - logLevel: from which level on to log.
    public init(format: LogFormat = .logfmt, logLevel: Logger.Level = .info) {
        self.format = format
        self.logLevel = logLevel
    }

    /// What stands on every line, by its key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes the line.
    public func log(event: LogEvent) {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        StandardError.write(line: line(event, time: now))
    }

    func line(_ event: LogEvent, time: timespec) -> String {
        var fields = metadata
        fields.merge(metadataProvider?.get() ?? [:]) { _, new in new }
        fields.merge(event.metadata ?? [:]) { _, new in new }
        if let error = event.error { fields["error"] = "\(error)" }
        return format.line(
            [
                (
                    "time",
                    Timestamp.milliseconds(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
                ),
                ("level", event.level.rawValue), ("msg", "\(event.message)"),
            ] + fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
    }
}
