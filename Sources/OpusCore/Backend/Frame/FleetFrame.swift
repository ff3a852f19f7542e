import OpusServer
import Synchronization

/// What was read of a fleet beside its rows, so that nothing is read twice: whether the user may,
/// what time it is, and which clients, depots and groups there are.
///
/// A value stays as it was first read. That is right for a command, which takes a moment, and wrong
/// for whatever watches a fleet.
final class FleetFrame: Sendable {
    /// The parts, each of one type.
    enum Part: Hashable {
        case rights, isReadOnly, clock, allClients, depots, clientDepots, groups, memberships
        /// What the states of those clients rest on that were judged last.
        case records
        case clients([ObjectID])
    }

    private let parts = Mutex<[Part: any Sendable]>([:])

    /// A part, where it was read.
    func known<Value: Sendable>(_ part: Part, as type: Value.Type) -> Value? {
        parts.withLock { $0[part] } as? Value
    }

    /// Keeps a part that came along with others.
    func keep<Value: Sendable>(_ part: Part, _ value: Value) {
        parts.withLock { $0[part] = value }
    }

    /// A part; it is read where it is not known yet.
    func value<Value: Sendable>(
        _ part: Part, _ read: () async throws -> Value
    ) async throws -> Value {
        if let known = known(part, as: Value.self) { return known }
        let value = try await read()
        parts.withLock { $0[part] = value }
        return value
    }
}
