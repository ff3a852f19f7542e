/// One series' labels and value.
public struct Sample: Sendable, Equatable {
    /// What a series has for a value.
    public enum Value: Sendable, Equatable {
        /// A whole number.
        case integer(Int)
        /// Any number.
        case number(Double)
        /// The buckets, sum and count of a histogram.
        case histogram(Histogram)

        /// A length of time in seconds, to the nanosecond.
        ///
        /// - Parameter duration: the length of time.
        /// - Returns: its number.
        public static func seconds(_ duration: Duration) -> Value { .number(duration.seconds) }
    }

    /// Values of the family's labels, in their order.
    public let labels: [String]
    /// The value.
    public let value: Value

    /// A series with any value.
    ///
    /// - Parameters:
    ///   - labels: values of the family's labels, in their order.
    ///   - value: the value.
    public init(_ labels: [String], _ value: Value) {
        self.labels = labels
        self.value = value
    }

    /// A series with a whole number.
    ///
    /// - Parameters:
    ///   - labels: values of the family's labels, in their order.
    ///   - value: the number.
    public init(_ labels: [String], _ value: Int) {
        self.init(labels, .integer(value))
    }

    /// A series with any number.
    ///
    /// - Parameters:
    ///   - labels: values of the family's labels, in their order.
    ///   - value: the number.
    public init(_ labels: [String], _ value: Double) {
        self.init(labels, .number(value))
    }
}

extension Duration {
    /// The length in seconds, in whole nanoseconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds / 1_000_000_000) / 1e9
    }
}
