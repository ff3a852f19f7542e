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
        case rights, clock, allClients, depots, clientDepots, groups, memberships
        case clients([ObjectID])
    }

    private let parts = Mutex<[Part: any Sendable]>([:])

    /// A part, where it was read.
    func known<Value: Sendable>(_ part: Part, as type: Value.Type) -> Value? {
        parts.withLock { $0[part] } as? Value
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
