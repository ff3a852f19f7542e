import OpusBackend
import OpusServer

/// What failures are counted by.
public enum FailureAspect: String, CaseIterable, Sendable {
    /// The product.
    case product
    /// The product and the version that failed.
    case version
    /// Why it failed: the reason, else the cause.
    case reason
    /// The groups of the client, those above them included.
    case group
    /// The client's depot.
    case depot
}

/// Failures with something in common.
public struct FailureCount: Sendable, Equatable {
    /// What they have in common; nil where it is not known, or there is none.
    public let name: String?
    /// The version that failed, where versions are counted.
    public let version: String?
    /// Clients, each once.
    public let clients: Int
    /// Pairs of client and product.
    public let failures: Int
}

extension Opus {
    /// Of no more clients than these, depots and groups are read client by client.
    private static let fewClients = 500

    /// Counts failures by what they have in common.
    ///
    /// Depots and groups are read where they are counted. A client is in several groups, so the
    /// counts of groups overlap.
    ///
    /// - Parameters:
    ///   - failures: the failures.
    ///   - aspect: what they are counted by.
    /// - Returns: the counts, those with the most clients first.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func count(
        _ failures: [Failure], by aspect: FailureAspect
    ) async throws -> [FailureCount] {
        switch aspect {
        case .product: return Self.count(failures) { [.init($0.row.productID.text)] }
        case .version:
            return Self.count(failures) {
                [.init($0.row.productID.text, version: $0.row.version)]
            }
        case .reason:
            return Self.count(failures) { failure in
                [.init(failure.diagnosis.map { $0.reason ?? $0.text })]
            }
        case .group:
            let groups = try await groups(of: failures)
            return Self.count(failures) { failure in
                groups[failure.row.clientID]?.map { .init($0.text) } ?? [.init(nil)]
            }
        case .depot:
            let depots = try await depots(of: failures)
            return Self.count(failures) { failure in
                [.init((depots[failure.row.clientID] ?? FleetSummary.unknownDepot).text)]
            }
        }
    }

    private struct Key: Hashable {
        var name: String?
        var version: String?

        init(_ name: String?, version: String? = nil) {
            self.name = name
            self.version = version
        }
    }

    private static func count(
        _ failures: [Failure], _ keys: (Failure) -> [Key]
    ) -> [FailureCount] {
        var found: [Key: (clients: Set<ObjectID>, failures: Int)] = [:]
        for failure in failures {
            for key in keys(failure) {
                found[key, default: ([], 0)].clients.insert(failure.row.clientID)
                found[key, default: ([], 0)].failures += 1
            }
        }
        return found.map { key, count in
            FailureCount(
                name: key.name, version: key.version, clients: count.clients.count,
                failures: count.failures)
        }.sorted { left, right in
            (right.clients, right.failures, left.name ?? "", left.version ?? "")
                < (left.clients, left.failures, right.name ?? "", right.version ?? "")
        }
    }

    /// The clients of failures, or nil where reading all clients is as fast.
    private func asked(_ failures: [Failure]) -> [ObjectID]? {
        let clients = failures.map(\.row.clientID).distinct()
        return clients.count > Self.fewClients ? nil : clients
    }

    private func depots(of failures: [Failure]) async throws -> [ObjectID: ObjectID] {
        guard !failures.isEmpty else { return [:] }
        return Dictionary(
            try await backend.clientDepots(of: asked(failures)).map { ($0.clientID, $0.depotID) },
            uniquingKeysWith: { first, _ in first })
    }

    private func groups(of failures: [Failure]) async throws -> [ObjectID: [ObjectID]] {
        guard !failures.isEmpty else { return [:] }
        let clients = failures.map(\.row.clientID).distinct()
        var numbers = StringTable()
        for client in clients { _ = numbers.number(of: client) }
        let tree = GroupTree(
            try await backend.groupsWithMembers(of: asked(failures)), clients: numbers,
            clientCount: clients.count)
        var marks = Array(repeating: 0, count: tree.groups.count)
        var groups: [ObjectID: [ObjectID]] = [:]
        for (number, client) in clients.enumerated() {
            tree.forEachGroup(ofClient: number, mark: number + 1, marks: &marks) { group in
                groups[client, default: []].append(tree.groups[group].id)
            }
        }
        return groups
    }
}
