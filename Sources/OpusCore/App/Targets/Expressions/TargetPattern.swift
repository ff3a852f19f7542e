/// A pattern of client names: `pc-*`, `nb-??`, `pc-[01-20]`.
///
/// It is compared with a client's whole id and with its short name, without regard to ASCII case,
/// and matches where one of the two is matched from beginning to end.
public struct TargetPattern: Sendable {
    enum Element: Sendable, Equatable {
        case literal([UInt8])
        /// `?`, one character.
        case anyCharacter
        /// `*`, any number of characters.
        case anyText
        /// `[1-20]`, each of these numbers as it is written: with as many digits as the range's
        /// ends where the width is fixed, else without leading zeros.
        case number(ClosedRange<Int>, width: Int?)
    }

    /// Why a text is no pattern.
    enum Problem: Error, Equatable {
        /// `[` without a range and `]`, or `]` alone; with its place in scalars.
        case malformedRange(at: Int)
        case descendingRange(at: Int)
        /// One end has leading zeros and the other another length.
        case unequalWidths(at: Int)
        case tooManyDigits(at: Int)
        /// There is no letter or digit in it, so that it would match nearly everything.
        case matchesEverything
    }

    /// The pattern as it was written.
    public let text: String
    let elements: [Element]
    /// Where it stood in the expression, in characters from 0; nil where it was not read.
    let place: Range<Int>?

    /// Whether it names numbers, of which at least one has to exist.
    var hasRange: Bool {
        elements.contains { if case .number = $0 { true } else { false } }
    }

    init(_ text: String, place: Range<Int>? = nil) throws(Problem) {
        var reader = PatternReader(text)
        elements = try reader.read()
        self.text = text
        self.place = place
    }
}

extension TargetPattern: Equatable {
    /// Whether both are written in the same way, wherever they stood.
    public static func == (left: Self, right: Self) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }
}

/// Takes a pattern's text apart.
private struct PatternReader {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var elements: [TargetPattern.Element] = []
    private var literal: [UInt8] = []
    private var isSpecific = false

    private static let longestNumber = 9

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    mutating func read() throws(TargetPattern.Problem) -> [TargetPattern.Element] {
        while position < scalars.count {
            let scalar = scalars[position]
            switch scalar {
            case "*": append(.anyText)
            case "?": append(.anyCharacter)
            case "[": append(try readRange())
            case "]": throw .malformedRange(at: position)
            default:
                literal += TargetText.folded(String(scalar))
                isSpecific =
                    isSpecific || scalar.properties.isAlphabetic
                    || scalar.properties.numericType != nil
            }
            position += 1
        }
        endLiteral()
        guard isSpecific else { throw .matchesEverything }
        return elements
    }

    private mutating func append(_ element: TargetPattern.Element) {
        endLiteral()
        // Two stars mean no more than one, and cost more.
        if element == .anyText, elements.last == .anyText { return }
        elements.append(element)
    }

    private mutating func endLiteral() {
        if !literal.isEmpty { elements.append(.literal(literal)) }
        literal = []
    }

    /// Reads from `[`, and stops at `]`.
    private mutating func readRange() throws(TargetPattern.Problem) -> TargetPattern.Element {
        let start = position
        position += 1
        let lower = try readDigits(from: start)
        guard position < scalars.count, scalars[position] == "-" else {
            throw .malformedRange(at: start)
        }
        position += 1
        let upper = try readDigits(from: start)
        guard position < scalars.count, scalars[position] == "]" else {
            throw .malformedRange(at: start)
        }
        guard let first = Int(lower), let last = Int(upper) else {
            throw .malformedRange(at: start)
        }
        guard first <= last else { throw .descendingRange(at: start) }
        let isPadded = [lower, upper].contains { $0.count > 1 && $0.hasPrefix("0") }
        guard !isPadded || lower.count == upper.count else { throw .unequalWidths(at: start) }
        isSpecific = true
        return .number(first...last, width: isPadded ? lower.count : nil)
    }

    private mutating func readDigits(from start: Int) throws(TargetPattern.Problem) -> String {
        var digits = ""
        while position < scalars.count, ("0"..."9").contains(scalars[position]) {
            digits.unicodeScalars.append(scalars[position])
            position += 1
        }
        guard !digits.isEmpty else { throw .malformedRange(at: start) }
        guard digits.count <= Self.longestNumber else { throw .tooManyDigits(at: start) }
        return digits
    }
}
