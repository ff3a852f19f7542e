import OpsiMock
import TestSupport

/// Lets some of a collection's requests go wrong, at random.
struct FaultPlan: Sendable {
    /// The share of requests that something happens to.
    var rate: Double
    /// Requests for which it is laid out: more than a collection has, so that the first one of the
    /// next collection has its turn too.
    private static let requests = 60
    private static let kinds: [OpsiMock.Fault.Kind] = [
        .delay, .hang, .reset, .reset, .truncate, .truncate, .garbage, .wrongType,
        .wrongFieldTypes, .status(500), .status(502), .status(503), .sessionExpired, .corruptGzip,
        .truncatedGzip, .rpcError, .rpcError, .missingResult,
    ]

    /// A refused login comes once in so many collections: the exporter tries no other for 15 s.
    private static let betweenRefusals = 400

    private var generator: SeededGenerator
    private var collections = 0

    init(rate: Double, seed: UInt64) {
        self.rate = rate
        generator = SeededGenerator(seed: seed)
    }

    /// The faults until the next collection.
    mutating func next() -> [OpsiMock.Fault] {
        collections += 1
        // A request that goes wrong is not counted by the faults that are to come.
        let share = rate < 1 ? rate / (1 - rate) : 1
        let isRefusal = rate > 0 && collections.isMultiple(of: Self.betweenRefusals)
        return (0..<Self.requests).compactMap { number in
            if isRefusal, number == 3 { return OpsiMock.Fault(.status(401), after: 3, count: 1) }
            guard Double.random(in: 0..<1, using: &generator) < share else { return nil }
            return OpsiMock.Fault(
                generator.pick(Self.kinds), after: number, count: 1,
                // A delay is no failure; a hang ends before the exporter lost patience, or after.
                seconds: generator.happens(onceIn: 8) ? 2 : generator.pick([0.02, 0.05, 0.1, 0.3]))
        }
    }
}
