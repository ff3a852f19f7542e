import OpusCore

extension Finding {
    private static let mostNamed = 3

    /// Clients whose last contact lies after now; nil where there is none.
    static func times(_ check: ServerCheck) -> Finding? {
        let clients = check.clientsAhead
        guard !clients.isEmpty else { return nil }
        let named = clients.prefix(mostNamed).map(\.text).joined(separator: ", ")
        let more = clients.count > mostNamed ? " and \(clients.count - mostNamed) more" : ""
        let told =
            "\(clients.count.of("client")) \(clients.count == 1 ? "was" : "were") last seen after now:"
            + " \(named)\(more); a clock was wrong, and until they report again, they do not count"
            + " as outdated"
        return Finding("times", .warning, told.visible)
    }
}
