package import OpusServer

/// How much goes into one call. A large one slows every other user of the server, and one that waits
/// for clients waits for the slowest of them (protocol.md, "Cost").
enum CallSize {
    /// Exact ids of clients, depots or products, of which little is asked.
    static let ids = 5_000
    /// Clients of which all is asked for in one request.
    static let clientBatch = 20
    /// Clients of which little is asked for together with other things.
    static let together = 500
    /// Rows of products on clients that were named.
    static let rows = 20_000
    /// Clients that the server is to call itself: one that is silent holds up the whole call.
    static let calledClients = 250
    /// Clients that are asked whether they answer.
    static let reachability = 100
    /// Clients whose audits are read: each is some hundred rows.
    static let audits = 100
    /// Clients of whose audits one row is read.
    static let systems = 1_000
    /// Names of software.
    static let names = 500
    /// Rows of products that are written: enough for few calls, and few enough for a quick answer.
    static let changes = 500
    /// Clients that are made members of a group, or no longer.
    static let members = 2_000
}

extension Backend {
    /// Calls a function for some at a time, with a few calls under way at once; the one place where
    /// that is done.
    ///
    /// - Parameters:
    ///   - all: what is asked for; nothing takes no call.
    ///   - sizer: says how many go into the next call.
    ///   - weight: the rows that an answer has, from which the sizer learns.
    ///   - call: makes one call.
    ///   - body: given the places of what was asked for, and the answer, in no particular order.
    /// - Throws: the first error of a call, or `CancellationError`.
    func forEachBatch<Element: Sendable, Value: Sendable>(
        of all: [Element], _ sizer: BatchSizer, weight: (Value) -> Int = { _ in 0 },
        call: @escaping @Sendable (Server, [Element]) async throws -> Value,
        _ body: (Range<Int>, Value) -> Void
    ) async throws {
        var sizer = sizer
        var next = 0
        try await withThrowingTaskGroup(of: (Range<Int>, Value).self) { [server] group in
            func start() {
                guard next < all.count else { return }
                let asked = next..<min(next + sizer.nextSize, all.count)
                next = asked.upperBound
                group.addTask { (asked, try await call(server, Array(all[asked]))) }
            }
            for _ in 0..<min(reading.concurrentCalls, all.count) { start() }
            while let (asked, value) = try await group.next() {
                sizer.saw(rows: weight(value), ofClients: asked.count)
                start()
                body(asked, value)
            }
        }
    }

    /// What a function returns for some at a time, in no particular order.
    func batched<Element: Sendable, Value: Sendable>(
        _ all: [Element], by size: Int,
        _ call: @escaping @Sendable (Server, [Element]) async throws -> Value
    ) async throws -> [Value] {
        var values: [Value] = []
        try await forEachBatch(of: all, BatchSizer(size: size), call: call) { values.append($1) }
        return values
    }

    // MARK: Rows

    /// The rows of some clients.
    package struct Batch: Sendable {
        /// Which of the ids were asked for.
        package var asked: Range<Int>
        /// What came: rows of other clients can be among them.
        package var states: ProductStateTable
    }

    /// Reads the product states of clients batch by batch, a few calls at once.
    ///
    /// - Parameters:
    ///   - clientIDs: ids, each once.
    ///   - query: which rows; those that clients are judged by unless said otherwise.
    ///   - versionsOnly: whether versions are all that rows have to tell.
    ///   - body: given each batch, in no particular order.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func forEachBatch(
        of clientIDs: [ObjectID], _ query: ProductOnClientQuery = .localboot,
        versionsOnly: Bool = false, _ body: (Batch) -> Void
    ) async throws {
        var read = 0
        try await forEachBatch(
            of: clientIDs, BatchSizer(reading), weight: \.rows.count,
            call: { server, ids in
                try await server.table(query.on(ids), versionsOnly: versionsOnly).rows
            }
        ) { asked, states in
            body(Batch(asked: asked, states: states))
            read += asked.count
            progress?(ReadingProgress(read: read, total: clientIDs.count))
        }
    }
}

extension Array {
    /// The elements in slices of at most some length, in order.
    package func chunks(of size: Int) -> [[Element]] {
        let size = Swift.max(1, size)
        return stride(from: 0, to: count, by: size).map {
            Array(self[$0..<Swift.min($0 + size, count)])
        }
    }
}
