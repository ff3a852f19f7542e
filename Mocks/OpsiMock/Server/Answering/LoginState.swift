/// A session of a caller.
struct Session: Sendable {
    let id: String
    let created: Int
    var lastUsed: Int
    /// Sessions expire by real time, whatever the server's clock shows.
    var lastUsedInstant: ContinuousClock.Instant
    var lifetime: Int
    var user: User?
    let address: String
    let userAgent: String

    func isAlive(at instant: ContinuousClock.Instant) -> Bool {
        instant - lastUsedInstant < .seconds(lifetime)
    }
}

/// Sessions, and the addresses that failed to log in.
struct LoginState: Sendable {
    private(set) var sessions: [String: Session] = [:]
    private var failures: [String: [ContinuousClock.Instant]] = [:]
    private var blocked: [String: ContinuousClock.Instant] = [:]
    /// The logins that succeeded so far.
    private(set) var logins = 0

    /// The live session with that cookie, now used.
    mutating func use(_ id: String?, at instant: ContinuousClock.Instant, time: Int) -> Session? {
        guard let id, var session = sessions[id] else { return nil }
        guard session.isAlive(at: instant) else {
            sessions[id] = nil
            return nil
        }
        session.lastUsedInstant = instant
        session.lastUsed = time
        sessions[id] = session
        return session
    }

    mutating func store(_ session: Session) {
        sessions[session.id] = session
    }

    mutating func remove(_ id: String) { sessions[id] = nil }

    mutating func removeAll() { sessions = [:] }

    mutating func countLogin() { logins += 1 }

    func isBlocked(_ address: String, at instant: ContinuousClock.Instant) -> Bool {
        blocked[address].map { instant < $0 } ?? false
    }

    /// Notes a failed login, and blocks the address where that was one too many.
    mutating func fail(
        _ address: String, at instant: ContinuousClock.Instant, allowed: Int, window: Duration
    ) {
        let recent = (failures[address] ?? []).filter { instant - $0 < window } + [instant]
        failures[address] = recent
        if recent.count > allowed { block(address, until: instant + window) }
    }

    mutating func block(_ address: String, until instant: ContinuousClock.Instant) {
        blocked[address] = instant
    }

    mutating func unblockAll() {
        blocked = [:]
        failures = [:]
    }
}
