/// Writes metric families in the exposition formats.
///
/// Families stand in the order of their names and series in the order in which they are given. A
/// series that is given twice is written once, the first time: Prometheus refuses the second one,
/// and may refuse the whole scrape with it.
enum ExpositionRenderer {
    /// A family with its series as text, which is the same in every format.
    struct RenderedFamily {
        let family: MetricFamily
        fileprivate let series: [UInt8]
    }

    /// Everything that is known, as one document.
    static func render(
        _ families: [MetricFamily], of metrics: ExporterMetrics, format: ExpositionFormat
    ) -> [UInt8] {
        document(rendered(families, of: metrics), format: format).bytes
    }

    /// The series of everything that is known. A family without samples is left out whole: its
    /// name would promise data.
    static func rendered(
        _ families: [MetricFamily], of metrics: ExporterMetrics
    ) -> [RenderedFamily] {
        families.sorted(by: { $0.name < $1.name }).compactMap { family in
            let parts: [(server: String?, samples: [Sample])] =
                switch family.generator {
                case .process(let generate): [(nil, generate(metrics.process))]
                case .server: metrics.servers.map { ($0.name, family.samples(of: $0)) }
                }
            var series = SeriesWriter(family, room: parts.reduce(0) { $0 + $1.samples.count })
            for part in parts {
                for sample in part.samples { series.write(sample, server: part.server) }
            }
            guard !series.bytes.isEmpty else { return nil }
            return RenderedFamily(family: family, series: series.bytes)
        }
    }

    /// One document of families, and where in it each family stands.
    static func document(
        _ families: [RenderedFamily], format: ExpositionFormat
    ) -> ExpositionDocument {
        var bytes: [UInt8] = []
        // Room for HELP and TYPE, too.
        bytes.reserveCapacity(families.reduce(64) { $0 + $1.series.count + 512 })
        var places: [ExpositionDocument.Place] = []
        for rendered in families {
            let start = bytes.count
            let name = format.name(of: rendered.family)
            bytes.append("# HELP \(name) ")
            bytes.appendEscaped(rendered.family.help, quotes: format == .openMetrics)
            bytes.append("\n# TYPE \(name) \(rendered.family.kind.rawValue)\n")
            bytes += rendered.series
            places.append(.init(family: rendered.family, range: start..<bytes.count))
        }
        bytes.append(format.end)
        return ExpositionDocument(bytes: bytes, places: places)
    }
}

extension ExpositionFormat {
    /// A family's name in HELP and TYPE: OpenMetrics leaves out a counter's `_total`.
    fileprivate func name(of family: MetricFamily) -> String {
        self == .openMetrics && family.kind == .counter
            ? String(family.name.dropLast("_total".count)) : family.name
    }
}

/// Writes the series of one family, each once.
private struct SeriesWriter {
    private(set) var bytes: [UInt8] = []
    private let sampleName: String
    private let labelNames: [String]
    private var written: TextSet
    /// The labels of the series that is being written; kept for its memory.
    private var labels: [UInt8] = []

    /// - Parameters:
    ///   - family: the family.
    ///   - room: how many series there may be.
    init(_ family: MetricFamily, room: Int) {
        sampleName = family.name
        labelNames = family.labels
        written = TextSet(room: room)
        // About as much as a line takes.
        bytes.reserveCapacity(room * 96)
    }

    mutating func write(_ sample: Sample, server: String?) {
        labels.removeAll(keepingCapacity: true)
        if let server { labels.appendLabel("server", server) }
        for (name, value) in zip(labelNames, sample.labels) { labels.appendLabel(name, value) }
        // Bytes, as Prometheus compares them: equal Swift strings can be two different labels.
        guard written.insert(labels) else { return }
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
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    fileprivate mutating func appendLabel(_ name: String, _ value: String) {
        if !isEmpty { append(",") }
        append(name)
        append("=\"")
        appendEscaped(value, quotes: true)
        append("\"")
    }

    fileprivate mutating func appendEscaped(_ text: String, quotes: Bool) {
        var text = text
        text.withUTF8 { bytes in
            guard bytes.contains(where: Self.mayNeedEscape) else {
                return append(contentsOf: bytes)
            }
            for byte in bytes {
                switch byte {
                case UInt8(ascii: "\\"): append("\\\\")
                case UInt8(ascii: "\n"): append("\\n")
                case UInt8(ascii: "\"") where quotes: append("\\\"")
                default: append(byte)
                }
            }
        }
    }

    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\"")
    }
}
