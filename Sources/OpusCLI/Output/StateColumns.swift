import OpusCore

extension StateCounts {
    static let columns = [
        Column("clients", "CLIENTS"), Column("failed", "FAILED"), Column("updatable", "UPDATABLE"),
        Column("fresh", "FRESH", fit: .optional), Column("outdated", "OUTDATED"),
        Column("pending", "PENDING", fit: .optional), Column("stuck", "STUCK", fit: .optional),
        Column("neverSeen", "UNSEEN", fit: .optional),
    ]

    var cells: [Cell] {
        [
            .count(clients), .count(failed, .bad), .count(updatable, .warning), .count(fresh),
            .count(outdated, .warning), .count(pending), .count(stuck, .warning),
            .count(neverSeen),
        ]
    }
}

extension ClientStates {
    /// Their names, as in targets (`state:failed`).
    var names: [String] {
        let all: [(ClientStates, String)] = [
            (.failed, "failed"), (.updatable, "updatable"), (.fresh, "fresh"),
            (.outdated, "outdated"), (.pending, "pending"), (.stuck, "stuck"),
            (.neverSeen, "neverSeen"), (.downgrade, "downgrade"),
        ]
        return all.compactMap { contains($0.0) ? $0.1 : nil }
    }

    /// How bad it is to be in them.
    var style: Style {
        if contains(.failed) { return .bad }
        return isDisjoint(with: [.updatable, .outdated, .stuck]) ? .plain : .warning
    }
}
