import OpusServer

/// Judges when a client was seen.
struct ClientAge {
    /// opsi sets lastSeen when it creates a client; a time this near is that, no contact.
    static let creationSeconds = 60

    /// Seconds on the server's local clock.
    let now: Int
    let outdatedAfterDays: Int

    func states(of client: ClientTimes) -> ClientStates {
        var states: ClientStates = []
        if Self.wasNeverSeen(client) { states.insert(.neverSeen) }
        if let reference = client.lastSeen ?? client.created {
            let limit = outdatedAfterDays.multipliedClamped(by: 86_400)
            if now - reference.seconds > limit { states.insert(.outdated) }
        } else {
            states.insert(.outdated)
        }
        return states
    }

    /// Whether a client has never contacted the server.
    static func wasNeverSeen(_ client: ClientTimes) -> Bool {
        guard let lastSeen = client.lastSeen else { return true }
        guard let created = client.created else { return false }
        return abs(lastSeen.seconds - created.seconds) <= creationSeconds
    }
}
