import FleetModel

/// A text of metrics, read strictly.
struct Exposition {
    /// Why a text is none.
    struct Flaw: Error, CustomStringConvertible {
        let description: String
    }

    /// One line.
    struct Sample {
        let name: String
        let labels: [(name: String, value: String)]
        let value: String

        func label(_ name: String) -> String? { labels.first { $0.name == name }?.value }
    }

    let samples: [Sample]

    init(_ bytes: [UInt8], isOpenMetrics: Bool) throws(Flaw) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Flaw(description: "it is not UTF-8")
        }
        guard text.utf8.last == UInt8(ascii: "\n") else {
            throw Flaw(description: "the last line has no end")
        }
        guard text.hasSuffix("\n# EOF\n") == isOpenMetrics else {
            throw Flaw(description: "# EOF belongs to the end of OpenMetrics alone")
        }
        var samples: [Sample] = []
        var seen: Set<Substring> = []
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            guard let space = line.utf8.lastIndex(of: UInt8(ascii: " ")),
                let sample = Self.sample(line[..<space], value: line[line.index(after: space)...])
            else { throw Flaw(description: "no sample: \(line)") }
            guard seen.insert(line[..<space]).inserted else {
                throw Flaw(description: "twice: \(line)")
            }
            samples.append(sample)
        }
        self.samples = samples
    }

    private static func sample(_ series: Substring, value: Substring) -> Sample? {
        guard Double(value) != nil || ["+Inf", "-Inf", "NaN"].contains(value) else { return nil }
        guard let brace = series.utf8.firstIndex(of: UInt8(ascii: "{")) else {
            return Sample(name: String(series), labels: [], value: String(value))
        }
        guard let labels = labels(series[series.index(after: brace)...]) else { return nil }
        return Sample(name: String(series[..<brace]), labels: labels, value: String(value))
    }

    /// Labels up to the closing brace, which must be the end.
    private static func labels(_ text: Substring) -> [(name: String, value: String)]? {
        var labels: [(name: String, value: String)] = []
        var rest = text.utf8
        while true {
            guard let equals = rest.firstIndex(of: UInt8(ascii: "=")) else { return nil }
            let name = String(rest[..<equals]) ?? ""
            rest = rest[rest.index(after: equals)...]
            guard rest.popFirst() == UInt8(ascii: "\"") else { return nil }
            var value: [UInt8] = []
            while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
                guard byte == UInt8(ascii: "\\") else {
                    value.append(byte)
                    continue
                }
                switch rest.popFirst() {
                case UInt8(ascii: "n"): value.append(UInt8(ascii: "\n"))
                case UInt8(ascii: "\\"): value.append(UInt8(ascii: "\\"))
                case UInt8(ascii: "\""): value.append(UInt8(ascii: "\""))
                default: return nil
                }
            }
            labels.append((name, String(decoding: value, as: UTF8.self)))
            switch rest.popFirst() {
            case UInt8(ascii: "}"): return rest.isEmpty ? labels : nil
            case UInt8(ascii: ","): continue
            default: return nil
            }
        }
    }
}

extension Exposition {
    /// The sum of a family's samples; nil where there is none.
    func sum(_ name: String) -> Double? {
        let values = samples.filter { $0.name == name }.compactMap { Double($0.value) }
        return values.isEmpty ? nil : values.reduce(0, +)
    }

    /// A family's values by one label.
    func values(_ name: String, by label: String) -> [String: Int] {
        samples.filter { $0.name == name }.reduce(into: [:]) { values, sample in
            values[sample.label(label) ?? "", default: 0] += Int(sample.value) ?? -1
        }
    }

    /// Whatever tells of the fleet.
    var fleet: [Sample] {
        samples.filter { sample in
            !["opsi_up", "opsi_server_info"].contains(sample.name)
                && !["opsi_exporter_", "opsi_rpc_", "process_"].contains {
                    sample.name.hasPrefix($0)
                }
        }
    }
}
