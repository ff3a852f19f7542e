/// One metric family as data: what it is called, what it means, and how its samples follow from
/// what is known.
struct MetricFamily: Sendable {
    /// What kind of numbers a family holds.
    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// What the samples are made from.
    enum Generator: Sendable {
        /// Samples of one opsi server; they get the label `server` before their own.
        case server(@Sendable (ServerMetrics) -> [Sample])
        /// Samples of this process.
        case process(@Sendable (ProcessMetrics) -> [Sample])
    }

    /// The name in the text format; a counter's ends in `_total`.
    let name: String
    let kind: Kind
    let help: String
    /// Label names beside `server`.
    let labels: [String]
    let generator: Generator
    /// What the family is asked for by; nil where it is always there.
    var collector: OptionalCollector?

    /// Whether a name that a client asks for means the family: its own, one of its series', or in
    /// OpenMetrics' manner a counter's without `_total`.
    func isMeant(by wanted: String) -> Bool {
        guard wanted != name else { return true }
        return switch kind {
        case .gauge: false
        case .counter: name == wanted + "_total"
        case .histogram: ["_bucket", "_sum", "_count"].contains { wanted == name + $0 }
        }
    }

    /// The samples of one opsi server, none where there are more than the family's limit allows.
    ///
    /// - Parameter server: the server.
    /// - Returns: the samples; none where the family is not about servers.
    func samples(of server: ServerMetrics) -> [Sample] {
        guard case .server(let generate) = generator else { return [] }
        let samples = generate(server)
        guard let collector else { return samples }
        let limit = server.families[collector]?.maximumSeries ?? 0
        return samples.count <= limit ? samples : []
    }
}

/// One series' labels and value.
struct Sample: Sendable, Equatable {
    enum Value: Sendable, Equatable {
        case integer(Int)
        case number(Double)
        case histogram(Histogram)
    }

    /// Values of the family's labels, in their order.
    let labels: [String]
    let value: Value

    init(_ labels: [String] = [], _ value: Value) {
        self.labels = labels
        self.value = value
    }

    init(_ labels: [String] = [], _ value: Int) {
        self.init(labels, .integer(value))
    }

    init(_ labels: [String] = [], _ value: Double) {
        self.init(labels, .number(value))
    }
}
