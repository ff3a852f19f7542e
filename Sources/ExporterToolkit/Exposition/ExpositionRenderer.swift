/// Writes metric families in the exposition formats.
///
/// Families stand in the order of their names and series in the order in which they are given.
enum ExpositionRenderer {
    /// A family with its series as text, which is the same in every format.
    struct RenderedFamily {
        let family: MetricFamily
        fileprivate let series: [UInt8]
    }

    /// Families as one text.
    static func render(_ families: [CollectedFamily], format: ExpositionFormat) -> [UInt8] {
        document(rendered(families), format: format).bytes
    }

    /// The series of every family that has some.
    static func rendered(_ families: [CollectedFamily]) -> [RenderedFamily] {
        families.sorted(by: { $0.family.name < $1.family.name }).compactMap { collected in
            let count = collected.parts.reduce(0) { $0 + $1.samples.count }
            guard count > 0 else { return nil }
            var series = SeriesWriter(collected.family, room: count)
            for part in collected.parts { series.write(part) }
            return RenderedFamily(family: collected.family, series: series.bytes)
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
