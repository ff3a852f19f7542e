/// A classic histogram: how many observations were at most as large as each bound.
public struct Histogram: Sendable, Equatable {
    /// Upper bounds in rising order, `+Inf` left out.
    public let bounds: [Double]
    /// Observations by bucket, not cumulated; the last one is beyond every bound.
    public private(set) var counts: [Int]
    /// All observed values together.
    public private(set) var sum = 0.0

    /// A histogram of nothing.
    ///
    /// - Parameter bounds: upper bounds in rising order, `+Inf` left out.
    public init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Takes in a value.
    ///
    /// - Parameter value: the value.
    public mutating func observe(_ value: Double) {
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    /// Takes in a length of time, in seconds.
    ///
    /// - Parameter duration: the length of time.
    public mutating func observe(_ duration: Duration) {
        observe(duration.seconds)
    }
}
