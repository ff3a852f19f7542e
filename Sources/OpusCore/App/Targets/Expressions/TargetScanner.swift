/// Reads words, quoted names and signs from an expression's text.
struct TargetScanner {
    /// A piece of the text, and where it stood in scalars.
    struct Piece {
        var text: String
        var range: Range<Int>
    }

    let source: String
    /// Scalars rather than characters: a mark that combines with a quote is part of the name.
    let scalars: [Unicode.Scalar]
    /// The number of the character that each scalar is in, and one more for the end.
    private let characters: [Int]
    var position = 0

    init(_ text: String) {
        source = text
        scalars = Array(text.unicodeScalars)
        var characters: [Int] = []
        var count = 0
        for character in text {
            for _ in character.unicodeScalars { characters.append(count) }
            count += 1
        }
        self.characters = characters + [count]
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    /// A range of scalars as one of characters, at least one long but at the end.
    func place(_ range: Range<Int>) -> Range<Int> {
        let start = characters[min(range.lowerBound, scalars.count)]
        guard range.lowerBound < range.upperBound else { return start..<start + 1 }
        return start..<(characters[range.upperBound - 1] + 1)
    }

    mutating func skipSpace() {
        while let scalar = next, scalar.properties.isWhitespace { position += 1 }
    }

    mutating func accept(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    /// Reads a bare word, if there is one here.
    mutating func word() -> Piece? {
        let start = position
        while let scalar = next, Self.isInWord(scalar) { position += 1 }
        guard position > start else { return nil }
        return piece(start..<position)
    }

    /// Reads a bare word with colons in it, as addresses have them, if there is one here.
    mutating func address() -> Piece? {
        let start = position
        while let scalar = next, scalar == ":" || Self.isInWord(scalar) { position += 1 }
        guard position > start else { return nil }
        return piece(start..<position)
    }

    func piece(_ range: Range<Int>) -> Piece {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars[range])
        return Piece(text: String(text), range: range)
    }

    private static func isInWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "~", "*", "?", "[", "]": return true
        default: break
        }
        guard !scalar.isASCII else { return false }
        switch scalar.properties.generalCategory {
        case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber,
            .otherNumber:
            return true
        default: return false
        }
    }
}

extension TargetScanner {
    /// Reads a quoted name, if one begins here; escapes are resolved.
    mutating func quoted() throws(TargetError) -> Piece? {
        guard let quote = next, quote == "\"" || quote == "'" else { return nil }
        let start = position
        position += 1
        var text = String.UnicodeScalarView()
        while let scalar = next {
            position += 1
            switch scalar {
            case quote: return Piece(text: String(text), range: start..<position)
            case "\\": text.append(try escaped())
            default: text.append(scalar)
            }
        }
        throw error(.unterminatedQuote(String(quote)), start..<start + 1)
    }

    private mutating func escaped() throws(TargetError) -> Unicode.Scalar {
        let start = position - 1
        guard let scalar = next else { throw error(.invalidEscape("\\"), start..<position) }
        position += 1
        switch scalar {
        case "\"", "'", "\\": return scalar
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u":
            if let scalar = codePoint() { return scalar }
        default: break
        }
        throw error(.invalidEscape(piece(start..<position).text), start..<position)
    }

    /// Reads `{1F98A}`.
    private mutating func codePoint() -> Unicode.Scalar? {
        guard accept("{") else { return nil }
        let longest = 6
        var digits = ""
        while let scalar = next, scalar.properties.isASCIIHexDigit, digits.count <= longest {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        guard (1...longest).contains(digits.count), accept("}") else { return nil }
        return UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
    }

    /// An error about a range of scalars.
    func error(_ reason: TargetError.Reason, _ range: Range<Int>) -> TargetError {
        TargetError(reason, place: place(range), in: source)
    }
}
