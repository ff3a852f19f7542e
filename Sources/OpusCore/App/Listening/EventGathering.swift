import OpusBackend
import OpusServer

/// Gathers what events name, until it is read.
///
/// Time goes in as the time since some fixed moment, by a clock that never goes back.
struct EventGathering: Sendable {
    /// Events in a second that are too many to be sure that none was lost: a channel of the server
    /// holds a thousand.
    static let flood = 400
    /// After so much silence, all of a burst has come.
    private static let silence = Duration.milliseconds(200)
    /// How often that is waited for, and how long in all, counted from the first event.
    static let mostRests = 5
    private static let longestBurst = silence * mostRests
    /// Rows that are gathered at most.
    static let mostRows = 5_000
    /// The setting that says which depot a client has.
    private static let depotSetting = "clientconfig.depot.id"

    /// What is to be read.
    struct Gathered: Sendable {
        /// Products on clients.
        var rows: Set<RowName> = []
        /// Clients whose times are to be read.
        var clients: Set<ObjectID> = []
        /// Clients all of whose rows are to be read, as they are new, gone, or both.
        var wholeClients: Set<ObjectID> = []
        /// Whether clients came or went, or may have other depots: all small things are to be read.
        var frame = false
        /// When the first and the last of those events came.
        var since: Duration?
        var until: Duration?

        var isEmpty: Bool { rows.isEmpty && clients.isEmpty && !frame }
    }

    private var gathered = Gathered()
    private var isFlooded = false
    /// When the second began that is counted, and its events.
    private var second = Duration.zero
    private var count = 0

    var isEmpty: Bool { gathered.isEmpty }

    /// Takes an event.
    ///
    /// - Parameters:
    ///   - event: the event.
    ///   - now: when it came.
    /// - Returns: why everything is to be read, where that is so from now on.
    mutating func take(_ event: BusEvent, at now: Duration) -> FullReadReason? {
        if now - second >= .seconds(1) {
            second = now
            count = 0
        }
        count += 1
        if count > Self.flood || gathered.rows.count > Self.mostRows {
            defer { isFlooded = true }
            gathered.rows = []
            return isFlooded ? nil : .flood
        }
        switch event.subject {
        case .row(let client, let product):
            // What is in everything need not be read by its name.
            guard !isFlooded else { return nil }
            let name = RowName(client: client, product: product)
            // Neither may be a pattern to the server.
            guard name.isExact else { return .unknown }
            gathered.rows.insert(name)
        case .host(let id, let isClient):
            guard id.isExact else { return .unknown }
            if event.kind == .hostUpdated, isClient == true {
                gathered.clients.insert(id)
            } else {
                gathered.frame = true
                gathered.wholeClients.insert(id)
            }
        case .configState(let setting, _), .config(let setting):
            guard setting == Self.depotSetting else { return nil }
            gathered.frame = true
        case .log: return nil
        }
        gathered.since = gathered.since ?? now
        gathered.until = now
        return nil
    }

    /// How long to wait for the rest of what is being written: a server tells of each row of a call
    /// one after the other, and every reading costs it something.
    ///
    /// - Parameter now: the time.
    /// - Returns: the time to wait; nil where nothing more is to be expected, or it takes too long.
    func rest(at now: Duration) -> Duration? {
        guard let since = gathered.since, let until = gathered.until,
            now - since < Self.longestBurst, now - until < Self.silence
        else { return nil }
        return min(until + Self.silence, since + Self.longestBurst) - now
    }

    /// Hands out what was gathered.
    ///
    /// - Parameter withFrame: whether all small things can be read now; if not, that stays.
    /// - Returns: what is to be read.
    mutating func drain(withFrame: Bool = true) -> Gathered {
        var kept = Gathered()
        var drained = gathered
        if gathered.frame, !withFrame {
            kept.frame = true
            kept.wholeClients = gathered.wholeClients
            kept.since = gathered.since
            kept.until = gathered.until
            drained.frame = false
            drained.wholeClients = []
        }
        gathered = kept
        return drained
    }

    /// Takes back what could not be read.
    mutating func takeBack(_ drained: Gathered) {
        if !isFlooded { gathered.rows.formUnion(drained.rows) }
        gathered.clients.formUnion(drained.clients)
        gathered.wholeClients.formUnion(drained.wholeClients)
        gathered.frame = gathered.frame || drained.frame
        gathered.since = drained.since ?? gathered.since
        gathered.until = gathered.until ?? drained.until
    }

    /// Forgets everything, as all of it is read from here on.
    mutating func clear() {
        gathered = Gathered()
        isFlooded = false
    }
}
