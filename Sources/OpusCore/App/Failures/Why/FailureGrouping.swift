import OpusBackend
import OpusServer

/// Puts failures together that are one fault, and finds what the clients have in common.
struct FailureGrouping {
    private struct Key: Hashable {
        var product: ObjectID
        var version: String?
        var cause: FailureCause
        var code: ResultCode?
        var reason: String?
        var absence: String?
    }

    /// Rows of the products that failed, failed or not.
    let tried: [ProductOnClient]
    let places: ClientPlaces

    func groups(_ failures: [Failure]) -> [FailureGroup] {
        Dictionary(grouping: failures, by: Self.key)
            .map { key, failures in group(key, failures) }
            .sorted { left, right in
                let isMore = left.failures.count != right.failures.count
                return isMore
                    ? left.failures.count > right.failures.count
                    : Self.order(left).lexicographicallyPrecedes(Self.order(right))
            }
    }

    private static func order(_ group: FailureGroup) -> [String] {
        [
            group.productID.text, group.version ?? "", group.cause.name, group.reason ?? "",
            group.exitCode?.text ?? "", group.absence ?? "",
        ]
    }

    private static func key(_ failure: Failure) -> Key {
        let diagnosis = failure.diagnosis
        let reason = diagnosis?.reason.map {
            NormalizedReason($0, clientID: failure.row.clientID.text).text
        }
        return Key(
            product: failure.row.productID, version: failure.row.version, cause: failure.cause,
            code: diagnosis?.exitCode, reason: reason,
            absence: diagnosis == nil ? failure.source.absence : nil)
    }

    private func group(_ key: Key, _ failures: [Failure]) -> FailureGroup {
        let failures = failures.sorted { $0.row.clientID < $1.row.clientID }
        let failed = Set(failures.map(\.row.clientID))
        let all = failed.union(
            tried.filter { $0.productID == key.product && $0.version == key.version }
                .map(\.clientID))
        let shown = failures.first { $0.diagnosis?.evidence.isEmpty == false }
        return FailureGroup(
            productID: key.product, version: key.version, cause: key.cause, exitCode: key.code,
            isGuessed: failures.contains { $0.diagnosis?.isGuessed == true }, reason: key.reason,
            absence: key.absence, failures: failures,
            evidence: shown?.diagnosis?.evidence ?? [],
            example: (shown ?? failures.first)?.row.clientID ?? "", tried: all.count,
            places: places.common(to: failed, of: all))
    }
}

/// Where clients are: their depots, their groups, and their operating systems.
struct ClientPlaces {
    /// One client has much in common with itself.
    private static let fewestClients = 2
    /// What chance alone brings about this often tells nothing.
    private static let chance = 0.1

    var depotOfClient: [ObjectID: ObjectID] = [:]
    /// All groups of a client, those above included.
    var groupsOfClient: [ObjectID: Set<ObjectID>] = [:]
    var systemOfClient: [ObjectID: String] = [:]

    /// What some clients have in common that not all of a larger number have.
    func common(
        to clients: Set<ObjectID>, of all: Set<ObjectID>
    ) -> [FailureGroup.Place] {
        guard clients.count >= Self.fewestClients, all.count > clients.count else { return [] }
        return [
            place(.depot, clients, all) { depotOfClient[$0].map { [$0] } ?? [] },
            place(.group, clients, all) { groupsOfClient[$0] ?? [] },
            place(.system, clients, all) { systemOfClient[$0].map { [$0] } ?? [] },
        ].compactMap(\.self)
    }

    /// The smallest place that holds all of some clients, if that is no accident.
    private func place<Name: Hashable & Comparable & CustomStringConvertible>(
        _ kind: FailureGroup.Place.Kind, _ clients: Set<ObjectID>, _ all: Set<ObjectID>,
        _ placesOf: (ObjectID) -> Set<Name>
    ) -> FailureGroup.Place? {
        guard let first = clients.first else { return nil }
        var shared = placesOf(first)
        for client in clients where !shared.isEmpty { shared.formIntersection(placesOf(client)) }
        guard !shared.isEmpty else { return nil }
        var inside: [Name: Int] = [:]
        for client in all {
            for name in placesOf(client).intersection(shared) { inside[name, default: 0] += 1 }
        }
        guard let (name, count) = inside.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }),
            Self.chance(of: clients.count, among: count, of: all.count) < Self.chance
        else { return nil }
        return FailureGroup.Place(
            kind: kind, name: name.description, triedThere: count, triedElsewhere: all.count - count
        )
    }

    /// How likely it is that as many clients, drawn from all by chance, are all among some of them.
    private static func chance(of drawn: Int, among some: Int, of all: Int) -> Double {
        (0..<drawn).reduce(1) { $0 * Double(some - $1) / Double(all - $1) }
    }
}
