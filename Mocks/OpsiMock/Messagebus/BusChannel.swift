/// The names of the messagebus's channels.
enum BusChannel {
    /// Where subscriptions are asked for.
    static let broker = "service:messagebus"

    private static let events: Set<String> = [
        "test", "app_state_changed", "config_created", "config_updated", "config_deleted",
        "configState_created", "configState_updated", "configState_deleted", "log_updated",
        "user_connected", "user_disconnected", "host_created", "host_updated", "host_deleted",
        "host_connected", "host_disconnected", "productOnClient_created",
        "productOnClient_updated", "productOnClient_deleted",
    ]

    /// A channel's name in the server's own form, or what is wrong with it. There are no others
    /// than these: nothing tells of groups, memberships, products and audits.
    static func checked(_ name: String) throws(RPCError) -> String {
        let parts = name.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let lower = name.lowercased()
        switch parts.first {
        case "event" where parts.count == 2 && events.contains(parts[1]): return name
        case "event": throw .value("Invalid event channel: \(name.pythonText)")
        case "session":
            guard parts.count == 2 else {
                throw .value("Invalid session channel: \(lower.pythonText)")
            }
            guard UUIDText.isWellFormed(parts[1].lowercased()) else {
                throw .value("Invalid session id: \(parts[1].lowercased().pythonText)")
            }
            return lower
        case "host" where parts.count >= 2:
            do throws(RPCError) {
                _ = try Check.hostId(.string(parts[1]))
            } catch {
                throw .value("Invalid host channel: \(lower.pythonText)")
            }
            return lower
        case "user" where parts.count >= 2 && !parts[1].isEmpty: return lower
        case "service" where lower == broker || isService(parts): return lower
        case "service": throw .value("Invalid service channel: \(lower.pythonText)")
        default: throw .value("Invalid channel: \(name.pythonText)")
        }
    }

    /// `service:depot:ID:jsonrpc` and the like.
    private static func isService(_ parts: [String]) -> Bool {
        parts.count == 4 && ["depot", "config"].contains(parts[1])
            && ["jsonrpc", "terminal", "process"].contains(parts[3])
    }
}

/// UUIDs as messages carry them.
enum UUIDText {
    /// Whether a text has the form of a UUID, of any version.
    static func isWellFormed(_ text: String) -> Bool {
        text.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/) != nil
    }

    /// Whether a text is what a message's id must be: a UUID of version 4 in lower case.
    static func isVersion4(_ text: String) -> Bool {
        text.wholeMatch(
            of: /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil
    }
}
