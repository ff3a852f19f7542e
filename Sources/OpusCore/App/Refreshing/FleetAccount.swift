/// Why everything of a watched fleet was read.
public enum FullReadReason: String, Sendable, CaseIterable {
    /// Nothing was known of it.
    case first
    /// It was time for it.
    case interval
    /// The server's clock was set back, or its offset from UTC is another one.
    case clock
    /// An answer about what changed was too large.
    case tooLarge = "too_large"
    /// Clients look as they do where a backup was restored or clients are imported.
    case restore
    /// Somebody asked for it.
    case request
    /// Events are heard from now on, or again: what happened before is not among them.
    case connected = "events_connected"
    /// More events came at once than a server holds for who is slow, so some may be lost.
    case flood = "events_flood"
    /// Something came that is no event that opus knows: it may stand for anything.
    case unknown = "events_unknown"
}

/// What it took to know a watched fleet.
public struct FleetAccount: Sendable, Equatable {
    /// Full reads that succeeded, by reason.
    public internal(set) var fullReads: [FullReadReason: Int]
    /// The time since the last full read began; nil before the first one.
    public internal(set) var sinceFullRead: Duration?
    /// Rows that were found to be others than was known though nothing had told, and were mended.
    public internal(set) var mendedRows: Int
    /// Whether the server's events are heard.
    public internal(set) var isListening: Bool
    /// Events that came, by opsi's names for them, and `unknown` for what is none.
    public internal(set) var events: [String: Int] = [:]
    /// Times that events may have been missed: a connection ended, a flood, something unknown.
    public internal(set) var eventGaps = 0
    /// How long it took from the arrival of the events that were last read until they were; nil
    /// before the first ones.
    public internal(set) var eventLag: Duration?

    /// The names under which events are counted.
    public static let eventNames = FleetMonitor.eventKinds.map(\.rawValue) + [unknownEvent]
    /// What is no event that opus knows.
    static let unknownEvent = "unknown"

    /// An account, of nothing unless said otherwise.
    ///
    /// - Parameters:
    ///   - fullReads: full reads by reason.
    ///   - sinceFullRead: the time since the last one began.
    ///   - mendedRows: rows that were mended.
    ///   - isListening: whether the server's events are heard.
    ///   - eventLag: how long the events that were last read had waited.
    public init(
        fullReads: [FullReadReason: Int] = [:], sinceFullRead: Duration? = nil,
        mendedRows: Int = 0, isListening: Bool = false, eventLag: Duration? = nil
    ) {
        self.fullReads = fullReads
        self.sinceFullRead = sinceFullRead
        self.mendedRows = mendedRows
        self.isListening = isListening
        self.eventLag = eventLag
    }
}
