/// A family with all its series, as they are now.
///
/// A series that is given twice is served once, the first time: Prometheus refuses the second one,
/// and may refuse the whole scrape with it. A family without series is left out whole, as its name
/// would promise data.
public struct CollectedFamily: Sendable {
    /// Series that have the values of their first labels in common.
    public struct Part: Sendable {
        /// Values of the family's first labels, in their order.
        public let labels: [String]
        /// The series; each gives the values of the labels behind those.
        public let samples: [Sample]

        /// Some series.
        ///
        /// - Parameters:
        ///   - labels: values of the family's first labels, which these series share.
        ///   - samples: the series, with the values of the other labels.
        public init(_ labels: [String], _ samples: [Sample]) {
            self.labels = labels
            self.samples = samples
        }
    }

    /// What the family is.
    public let family: MetricFamily
    /// Its series.
    public let parts: [Part]

    /// A family whose series come from several places, such as one part a server.
    ///
    /// - Parameters:
    ///   - family: what the family is.
    ///   - parts: its series.
    public init(_ family: MetricFamily, parts: [Part]) {
        self.family = family
        self.parts = parts
    }

    /// A family.
    ///
    /// - Parameters:
    ///   - family: what the family is.
    ///   - samples: its series.
    public init(_ family: MetricFamily, _ samples: [Sample]) {
        self.init(family, parts: [Part([], samples)])
    }
}
