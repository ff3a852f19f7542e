public import OpusServer

/// Clients of a rollout that failed for one cause.
public struct RolloutFailure: Sendable, Equatable {
    /// The product.
    public let product: ObjectID
    /// The reason that the clients gave, without what differs from client to client, and with
    /// secrets masked; empty where they gave none.
    public let reason: String
    /// The clients, in the order in which they were asked.
    public let clients: [ObjectID]
}

extension RolloutState {
    /// What failed, by cause, the most frequent first.
    public var failures: [RolloutFailure] {
        struct Key: Hashable {
            var product: ObjectID
            var reason: String
        }
        var clients: [Key: [ObjectID]] = [:]
        for client in self.clients {
            for row in client.rows where row.step == .failed {
                let reason = NormalizedReason(row.reason, clientID: client.id).text
                clients[
                    Key(product: ObjectID(row.product), reason: reason), default: []
                ].append(ObjectID(client.id))
            }
        }
        return clients.sorted {
            (-$0.value.count, $0.key.product, $0.key.reason)
                < (-$1.value.count, $1.key.product, $1.key.reason)
        }.map {
            RolloutFailure(
                product: $0.key.product, reason: $0.key.reason, clients: $0.value)
        }
    }
}
