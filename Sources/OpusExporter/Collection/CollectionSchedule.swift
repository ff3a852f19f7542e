/// When a collection runs and until when, and how long its data is shown.
struct CollectionTiming: Sendable, Equatable {
    /// From the start of one collection to the start of the next.
    var interval: Duration
    /// How long data is shown after the collection that read it.
    var maximumAge: Duration
    /// How long a collection may take.
    var timeout: Duration
    /// By how much the second collection comes before or after its time, and all that follow with
    /// it.
    var jitter = Duration.zero

    /// A shift from half an interval before to half an interval after, which follows from a name
    /// alone: many servers are then not all read at the same moment, and each keeps its own.
    static func jitter(of name: String, interval: Duration) -> Duration {
        // FNV-1a, as Swift's own hash differs from start to start; then mixed, as its high bits
        // hardly differ between short names.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = (hash ^ (hash >> 33)) &* 0xFF51_AFD7_ED55_8CCD
        hash ^= hash >> 33
        let part = Double(hash >> 11) / Double(1 << 53)
        return interval * (part - 0.5)
    }
}

/// Decides what is to be done when, for one server's collections.
///
/// Time goes in as the time since some fixed moment, by a clock that never goes back. Collections
/// are due at a fixed rhythm; one that is due while another still runs is skipped, so they never
/// pile up.
struct CollectionSchedule: Sendable {
    /// Something to be done now.
    enum Action: Sendable, Equatable {
        /// Start a collection.
        case collect
        /// The running collection has failed for want of time: cancel it.
        case abandon
        /// So many collections were left out.
        case skip(Int)
        /// The data is too old to be shown.
        case withdraw
    }

    private enum Phase {
        case idle
        case collecting(deadline: Duration)
        /// Cancelled, but not at its end yet.
        case abandoned
    }

    private let timing: CollectionTiming
    private var phase = Phase.idle
    private var due: Duration
    private var expiry: Duration?
    private var jitter: Duration
    /// Whether somebody asked for a collection while one was running.
    private var isRequested = false

    /// A schedule whose first collection is due at once.
    init(timing: CollectionTiming, start: Duration) {
        self.timing = timing
        due = start
        jitter = timing.jitter
    }

    /// When there is something to be done next, unless a collection ends before.
    var nextWake: Duration {
        var wake = due
        if case .collecting(let deadline) = phase { wake = min(wake, deadline) }
        if let expiry { wake = min(wake, expiry) }
        return wake
    }

    /// Takes in that time has passed.
    ///
    /// - Returns: what is to be done, in this order.
    mutating func advance(to now: Duration) -> [Action] {
        var actions: [Action] = []
        if let expiry, expiry <= now {
            self.expiry = nil
            actions.append(.withdraw)
        }
        if case .collecting(let deadline) = phase, deadline <= now {
            phase = .abandoned
            actions.append(.abandon)
        }
        guard due <= now else { return actions }
        let missed = passDue(to: now)
        if case .idle = phase {
            phase = .collecting(deadline: now + timing.timeout)
            actions.append(.collect)
        } else {
            actions.append(.skip(missed))
        }
        return actions
    }

    /// Takes in that somebody asks for a collection: it is due now, or as soon as the running one
    /// has ended.
    mutating func request(at now: Duration) {
        if case .idle = phase { due = min(due, now) } else { isRequested = true }
    }

    /// Takes in that the running collection ended.
    ///
    /// - Returns: whether its outcome counts; it does not if the collection was abandoned before.
    mutating func ended(successfully: Bool, at now: Duration) -> Bool {
        defer { phase = .idle }
        if isRequested {
            isRequested = false
            due = min(due, now)
        }
        guard case .collecting = phase else { return false }
        if successfully { expiry = now + timing.maximumAge }
        return true
    }

    /// Moves the next due time beyond now.
    ///
    /// - Returns: how many due times were passed.
    private mutating func passDue(to now: Duration) -> Int {
        var missed = 1 + Int((now - due) / timing.interval)
        due += timing.interval * missed + jitter
        jitter = .zero
        // The division above is done in floating point.
        while due <= now {
            due += timing.interval
            missed += 1
        }
        return missed
    }
}
