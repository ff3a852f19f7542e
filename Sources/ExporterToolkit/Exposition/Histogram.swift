/// A classic histogram: how many observations were at most as large as each bound.
struct Histogram: Sendable, Equatable {
    /// Upper bounds in rising order, `+Inf` left out.
    let bounds: [Double]
    /// Observations by bucket, not cumulated; the last one is beyond every bound.
    private(set) var counts: [Int]
    /// All observed values together.
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    /// All observations.
    var count: Int { counts.reduce(0, +) }
}
