import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a line for every event to standard error.
struct LogLineHandler: LogHandler {
    let format: LogFormat
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    init(format: LogFormat, logLevel: Logger.Level) {
        self.format = format
        self.logLevel = logLevel
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
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
                ("time", Timestamp.milliseconds(time)), ("level", event.level.rawValue),
                ("msg", "\(event.message)"),
            ] + fields.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)") })
    }
}

extension Logger {
    /// The exporter's own log, on standard error.
    ///
    /// - Parameters:
    ///   - level: from which level on to log.
    ///   - format: how a line is written.
    /// - Returns: the logger.
    static func exporter(level: Logger.Level, format: LogFormat = .logfmt) -> Logger {
        Logger(label: "opus-exporter") { _ in LogLineHandler(format: format, logLevel: level) }
    }
}
