/// Writes metric families in one of the exposition formats.
///
/// Families stand in the order of their names and series in the order in which they are given. A
/// series that is given twice is written once, the first time: Prometheus refuses the second one,
/// and may refuse the whole scrape with it.
struct ExpositionRenderer {
    private let format: ExpositionFormat
    private(set) var bytes: [UInt8] = []

    private init(format: ExpositionFormat) {
        self.format = format
    }

    /// Everything that is known, as one document.
    static func render(
        _ families: [MetricFamily], of metrics: ExporterMetrics, format: ExpositionFormat
    ) -> [UInt8] {
        document(families, of: metrics, format: format).bytes
    }

    /// Everything that is known, as one document, and where in it each family stands.
    static func document(
        _ families: [MetricFamily], of metrics: ExporterMetrics, format: ExpositionFormat
    ) -> ExpositionDocument {
        var renderer = ExpositionRenderer(format: format)
        var places: [ExpositionDocument.Place] = []
        for family in families.sorted(by: { $0.name < $1.name }) {
            let start = renderer.bytes.count
            renderer.write(family, of: metrics)
            guard renderer.bytes.count > start else { continue }
            places.append(.init(family: family, range: start..<renderer.bytes.count))
        }
        renderer.bytes.append(contentsOf: format.end.utf8)
        return ExpositionDocument(bytes: renderer.bytes, places: places)
    }

    private mutating func write(_ family: MetricFamily, of metrics: ExporterMetrics) {
        var series = SeriesWriter(family: family, format: format)
        switch family.generator {
        case .process(let generate):
            for sample in generate(metrics.process) { series.write(sample, server: nil) }
        case .server:
            for server in metrics.servers {
                for sample in family.samples(of: server) {
                    series.write(sample, server: server.name)
                }
            }
        }
        // A family without samples is left out whole: its name would promise data.
        guard !series.bytes.isEmpty else { return }
        bytes.append("# HELP \(series.familyName) ")
        bytes.appendEscaped(family.help, quotes: format == .openMetrics)
        bytes.append("\n# TYPE \(series.familyName) \(family.kind.rawValue)\n")
        bytes.append(contentsOf: series.bytes)
    }
}

/// Writes the series of one family, each once.
private struct SeriesWriter {
    /// The name in HELP and TYPE: OpenMetrics leaves out a counter's `_total`.
    let familyName: String
    private(set) var bytes: [UInt8] = []
    private let sampleName: String
    private let labelNames: [String]
    private var written: Set<[UInt8]> = []

    init(family: MetricFamily, format: ExpositionFormat) {
        sampleName = family.name
        labelNames = family.labels
        let isBare = format == .openMetrics && family.kind == .counter
        familyName = isBare ? String(family.name.dropLast("_total".count)) : family.name
    }

    mutating func write(_ sample: Sample, server: String?) {
        let labels = labelText(sample.labels, server: server)
        // Bytes, as Prometheus compares them: equal Swift strings can be two different labels.
        guard written.insert(labels).inserted else { return }
        switch sample.value {
        case .integer(let value): writeLine("", labels, "\(value)")
        case .number(let value): writeLine("", labels, Self.text(value))
        case .histogram(let histogram): write(histogram, labels)
        }
    }

    private mutating func write(_ histogram: Histogram, _ labels: [UInt8]) {
        var cumulated = 0
        for (count, bound) in zip(histogram.counts, histogram.bounds + [.infinity]) {
            cumulated += count
            // A bound is always written as a float, `1.0`: both formats then name the same series.
            let bound = bound.isFinite ? "\(bound)" : "+Inf"
            let separator = labels.isEmpty ? "" : ","
            writeLine("_bucket", labels + "\(separator)le=\"\(bound)\"".utf8, "\(cumulated)")
        }
        writeLine("_sum", labels, Self.text(histogram.sum))
        writeLine("_count", labels, "\(cumulated)")
    }

    private mutating func writeLine(_ suffix: String, _ labels: [UInt8], _ value: String) {
        bytes.append(sampleName)
        bytes.append(suffix)
        if !labels.isEmpty {
            bytes.append("{")
            bytes.append(contentsOf: labels)
            bytes.append("}")
        }
        bytes.append(" ")
        bytes.append(value)
        bytes.append("\n")
    }

    private func labelText(_ values: [String], server: String?) -> [UInt8] {
        var text: [UInt8] = []
        if let server { text.appendLabel("server", server) }
        for (name, value) in zip(labelNames, values) { text.appendLabel(name, value) }
        return text
    }

    /// Whole numbers are written as such, as far as a double holds them exactly.
    private static func text(_ value: Double) -> String {
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return "\(whole)" }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return "\(value)"
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: String) {
        append(contentsOf: text.utf8)
    }

    fileprivate mutating func appendLabel(_ name: String, _ value: String) {
        if !isEmpty { append(",") }
        append(name)
        append("=\"")
        appendEscaped(value, quotes: true)
        append("\"")
    }

    fileprivate mutating func appendEscaped(_ text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where quotes: append("\\\"")
            default: append(byte)
            }
        }
    }
}
