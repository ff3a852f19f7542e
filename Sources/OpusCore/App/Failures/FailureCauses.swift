public import OpusServer

/// Why products failed, counted.
public struct FailureCauses: Sendable, Equatable {
    /// Failures of one product with one cause.
    public struct Count: Sendable, Equatable {
        /// The product.
        public let product: ObjectID
        /// The cause; nil where it may still be found out: the log was not read yet, or may still
        /// come.
        public let cause: FailureCause?
        /// Clients on which the product failed so.
        public let clients: Int
    }

    /// Ordered by product, then as causes are declared, with what is not known yet at the end.
    public let counts: [Count]
    /// What is known of each failure, in a line, by client and product: the package's own reason,
    /// else what the client's log tells. Secrets are masked.
    public internal(set) var reasons: [ObjectID: [ObjectID: String]] = [:]

    /// Counts failures; the cause is nil where it may still be found out.
    init(_ failures: some Sequence<(product: ObjectID, cause: FailureCause?)>) {
        var clients: [ObjectID: [FailureCause?: Int]] = [:]
        for failure in failures {
            clients[failure.product, default: [:]][failure.cause, default: 0] += 1
        }
        let causes = FailureCause.allCases.map(Optional.some) + [nil]
        counts = clients.sorted { $0.key < $1.key }.flatMap { product, byCause in
            causes.compactMap { cause in
                byCause[cause].map { Count(product: product, cause: cause, clients: $0) }
            }
        }
    }

    /// How many failures may still be found a cause of.
    public var pending: Int { counts.lazy.filter { $0.cause == nil }.map(\.clients).reduce(0, +) }
}
