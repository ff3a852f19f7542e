/// One metric family, declared: what it is called, what it means, and which labels its series have.
public struct MetricFamily: Sendable, Equatable {
    /// What kind of numbers a family holds.
    public enum Kind: String, Sendable {
        /// What only ever rises, from 0 at the start of the process.
        case counter
        /// What rises and falls.
        case gauge
        /// How often which values were observed.
        case histogram
    }

    /// The name in the text format; a counter's ends in `_total`.
    public let name: String
    /// What kind of numbers it holds.
    public let kind: Kind
    /// A sentence for people, in plain text.
    public let help: String
    /// The names of its labels, in the order in which a sample gives their values.
    public let labels: [String]

    /// Declares a family.
    ///
    /// - Parameters:
    ///   - name: letters, digits and underscores, no digit first; a counter's ends in `_total`.
    ///     Anything else is a slip of the program, and ends it.
    ///   - kind: what kind of numbers it holds.
    ///   - help: a sentence for people, in plain text.
    ///   - labels: the names of its labels; of the same characters as a name.
    public init(_ name: String, _ kind: Kind, _ help: String, labels: [String] = []) {
        precondition(Self.isName(name), "'\(name)' is no name of a metric")
        precondition(
            name.hasSuffix("_total") == (kind == .counter),
            "'\(name)': a counter's name ends in _total, and no other")
        precondition(labels.allSatisfy(Self.isName), "'\(name)' has a label of no valid name")
        self.name = name
        self.kind = kind
        self.help = help
        self.labels = labels
    }

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

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
