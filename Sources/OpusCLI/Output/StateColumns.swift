import OpusCore

/// How many clients are in each state, for sums that the core has no need of.
struct StateTotals: Equatable {
    var clients = 0
    var failed = 0
    var updatable = 0
    var fresh = 0
    var outdated = 0
    var neverSeen = 0
    var pending = 0
    var stuck = 0

    init() {}

    init(_ counts: StateCounts) {
        clients = counts.clients
        failed = counts.failed
        updatable = counts.updatable
        fresh = counts.fresh
        outdated = counts.outdated
        neverSeen = counts.neverSeen
        pending = counts.pending
        stuck = counts.stuck
    }

    mutating func add(_ states: ClientStates) {
        clients += 1
        if states.contains(.failed) { failed += 1 }
        if states.contains(.updatable) { updatable += 1 }
        if states.contains(.fresh) { fresh += 1 }
        if states.contains(.outdated) { outdated += 1 }
        if states.contains(.neverSeen) { neverSeen += 1 }
        if states.contains(.pending) { pending += 1 }
        if states.contains(.stuck) { stuck += 1 }
    }

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
