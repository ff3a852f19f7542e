/// Writes metric families in the exposition formats.
///
/// Families stand in the order of their names and series in the order in which they are given.
enum ExpositionRenderer {
    static func render(_ families: [CollectedFamily], format: ExpositionFormat) -> [UInt8] {
        document(families, format: format).bytes
    }

    /// One document of families, and where in it each family stands.
    static func document(
        _ families: [CollectedFamily], format: ExpositionFormat
    ) -> ExpositionDocument {
        let families = inOrder(families)
        var bytes: [UInt8] = []
        // Growing on the way, it would be there twice; what is too much of it is never touched.
        bytes.reserveCapacity(families.reduce(64) { $0 + 512 + SeriesWriter.room($1) })
        var places: [ExpositionDocument.Place] = []
        for collected in families {
            let start = bytes.count
            bytes += head(of: collected.family, format)
            bytes += series(of: collected)
            places.append(.init(family: collected.family, range: start..<bytes.count))
        }
        bytes.append(format.end)
        return ExpositionDocument(bytes: bytes, places: places)
    }

    /// Those of some families that have series, as they follow each other in a text.
    static func inOrder(_ families: [CollectedFamily]) -> [CollectedFamily] {
        families.filter { !$0.parts.allSatisfy(\.samples.isEmpty) }
            .sorted { $0.family.name < $1.family.name }
    }

    /// The lines that stand before a family's series.
    static func head(of family: MetricFamily, _ format: ExpositionFormat) -> [UInt8] {
        let name = format.name(of: family)
        var bytes: [UInt8] = []
        bytes.append("# HELP \(name) ")
        bytes.appendEscaped(family.help, quotes: format == .openMetrics)
        bytes.append("\n# TYPE \(name) \(family.kind.rawValue)\n")
        return bytes
    }

    /// A family's series, which are the same in every format.
    static func series(of collected: CollectedFamily) -> [UInt8] {
        var series = SeriesWriter(collected)
        for part in collected.parts { series.write(part) }
        return series.bytes
    }
}

extension ExpositionFormat {
    /// A family's name in HELP and TYPE: OpenMetrics leaves out a counter's `_total`.
    fileprivate func name(of family: MetricFamily) -> String {
        self == .openMetrics && family.kind == .counter
            ? String(family.name.dropLast("_total".count)) : family.name
    }
}

extension [UInt8] {
    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(contentsOf: $0) }
    }

    mutating func appendEscaped(_ text: String, quotes: Bool) {
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
