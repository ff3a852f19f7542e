/// A state that a client can be in: the one table of them, with its name, its bit, what it means and
/// what it rests on. Targets, columns, options, metrics and pages have it from here; what puts a
/// client into a state is in `StateRules`.
public enum ClientState: Int, CaseIterable, Sendable, Hashable {
    /// At least one product's last action failed, whatever its installation status.
    case failed
    /// The client's depot has a newer version of at least one installed product.
    case updatable
    /// A client agent is installed, and nothing else outside the baseline.
    case fresh
    /// Not seen for `StateDefinitions.outdatedAfterDays` days.
    case outdated
    /// An action is requested that has not run yet.
    case pending
    /// Pending for `StateDefinitions.stuckAfterHours` hours.
    case stuck
    /// Never seen since it was created.
    case neverSeen
    /// An installed product is newer than on the client's depot.
    case downgrade
    /// A pending action was put off, as a user works, or suspended: it waits, and is not stuck.
    case deferred

    /// Its name, as it is written in targets and options and printed in columns.
    public var name: String { entry.name }

    /// The state of a name, in whatever case; nil for what is none.
    ///
    /// - Parameter name: the name.
    public init?(named name: some StringProtocol) {
        let wanted = name.lowercased()
        guard let state = Self.allCases.first(where: { $0.name.lowercased() == wanted }) else {
            return nil
        }
        self = state
    }

    /// The state as a set of one.
    var bit: ClientStates { ClientStates(self) }

    /// How bad it is to be in it.
    public enum Severity: Sendable {
        /// Somebody has to look.
        case bad
        /// Somebody should.
        case warning
        /// As it should be, or will be by itself.
        case normal
    }

    /// What has to be known of a client to judge it.
    enum Basis: Sendable {
        /// When it was created and last seen.
        case times
        /// The rows that failed.
        case failedRows
        /// The rows with an action pending.
        case pendingRows
        /// All rows, and what the client's depot has.
        case allRows
    }

    /// What is known of a state.
    struct Entry: Sendable {
        let name: String
        /// In a few words, after "clients of which it is so:".
        let brief: String
        /// In full, after the word "clients".
        let meaning: String
        let severity: Severity
        let basis: Basis
        /// Whether it rests on the server's clock, too.
        var needsClock = false
    }

    /// What it means, in a few words.
    public var brief: String { entry.brief }

    /// What it means in full, after the word "clients".
    public var meaning: String { entry.meaning }

    /// How bad it is to be in it.
    public var severity: Severity { entry.severity }

    var entry: Entry {
        switch self {
        case .failed:
            Entry(
                name: "failed", brief: "the last action of a product failed",
                meaning:
                    "with at least one localboot product whose last action failed, whatever its"
                    + " installation status",
                severity: .bad, basis: .failedRows)
        case .updatable:
            Entry(
                name: "updatable", brief: "their depot has a newer version",
                meaning: "with at least one installed localboot product of which their depot has a"
                    + " newer version, in opsi's version order",
                severity: .warning, basis: .allRows)
        case .fresh:
            Entry(
                name: "fresh", brief: "nothing but an agent is installed",
                meaning: "with a client agent and no other localboot product installed beyond the"
                    + " configured baseline",
                severity: .normal, basis: .allRows)
        case .outdated:
            Entry(
                name: "outdated", brief: "not seen for long",
                meaning: "not seen for the configured number of days (30 by default), by the opsi"
                    + " server's clock; this is not about versions, see updatable",
                severity: .warning, basis: .times, needsClock: true)
        case .pending:
            Entry(
                name: "pending", brief: "an action waits",
                meaning: "with an action requested for a localboot product that has not run yet;"
                    + " requests of always are not counted",
                severity: .normal, basis: .pendingRows)
        case .stuck:
            Entry(
                name: "stuck", brief: "an action has waited for long",
                meaning:
                    "with an action pending for the configured number of hours (24 by default),"
                    + " by the opsi server's clock",
                severity: .warning, basis: .pendingRows, needsClock: true)
        case .neverSeen:
            Entry(
                name: "neverSeen", brief: "never seen since they were created",
                meaning: "never seen since they were created", severity: .normal, basis: .times)
        case .downgrade:
            Entry(
                name: "downgrade", brief: "their depot has an older version",
                meaning: "with at least one installed localboot product that is newer than on their"
                    + " depot",
                severity: .normal, basis: .allRows)
        case .deferred:
            Entry(
                name: "deferred", brief: "an action waits for the user",
                meaning:
                    "with an action pending that was put off, as a user works, or suspended: it"
                    + " waits for them, and does not count as stuck",
                severity: .normal, basis: .pendingRows)
        }
    }
}
