#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes the series of one family, each once.
struct SeriesWriter {
    private(set) var bytes: [UInt8] = []
    private let sampleName: String
    private let labelNames: [String]
    /// The labels that the series of a part share.
    private var shared: [UInt8] = []
    /// The labels of the series that is being written; kept for its memory.
    private var labels: [UInt8] = []
    private var written = WrittenLabels()

    /// Prepares to write a family, with room for all that it has.
    init(_ collected: CollectedFamily) {
        sampleName = collected.family.name
        labelNames = collected.family.labels
        bytes.reserveCapacity(Self.room(collected))
    }

    /// About as many bytes as a family's series take.
    static func room(_ collected: CollectedFamily) -> Int {
        collected.parts.reduce(0) { $0 + $1.samples.count } * 96
    }

    mutating func write(_ part: CollectedFamily.Part) {
        shared.removeAll(keepingCapacity: true)
        for (name, value) in zip(labelNames, part.labels) { shared.appendLabel(name, value) }
        let names = labelNames.dropFirst(part.labels.count)
        for sample in part.samples { write(sample, names) }
    }

    private mutating func write(_ sample: Sample, _ names: ArraySlice<String>) {
        labels.removeAll(keepingCapacity: true)
        labels.append(contentsOf: shared)
        for (name, value) in zip(names, sample.labels) { labels.appendLabel(name, value) }
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

/// The labels of the series that a family has so far.
///
/// They mostly come in their order; then a comparison with the last ones tells that they are new.
private struct WrittenLabels {
    /// The texts, one after the other.
    private var bytes: [UInt8] = []
    /// Where each ends in `bytes`.
    private var ends: [Int] = []
    /// All of them, once one has come out of its order.
    private var unordered: Set<[UInt8]>?

    /// Takes in a text.
    ///
    /// - Returns: false where it was there before.
    mutating func insert(_ text: [UInt8]) -> Bool {
        guard unordered == nil else { return unordered?.insert(text).inserted ?? true }
        guard let end = ends.last else {
            add(text)
            return true
        }
        let start = ends.count > 1 ? ends[ends.count - 2] : 0
        if bytes[start..<end].isBefore(text) {
            add(text)
            return true
        }
        let starts = [0] + ends
        unordered = Set(zip(starts, ends).map { Array(bytes[$0..<$1]) })
        return insert(text)
    }

    private mutating func add(_ text: [UInt8]) {
        bytes += text
        ends.append(bytes.count)
    }
}

extension ArraySlice<UInt8> {
    /// Whether it comes before another text in the order of bytes.
    fileprivate func isBefore(_ other: [UInt8]) -> Bool {
        withUnsafeBytes { left in
            other.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else {
                    return left.count < right.count
                }
                let order = memcmp(first, second, Swift.min(left.count, right.count))
                return order == 0 ? left.count < right.count : order < 0
            }
        }
    }
}

extension [UInt8] {
    fileprivate mutating func appendLabel(_ name: String, _ value: String) {
        if !isEmpty { append(",") }
        append(name)
        append("=\"")
        appendEscaped(value, quotes: true)
        append("\"")
    }
}
