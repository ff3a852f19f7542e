/// A version of a product, ordered as opsi orders it (semantics.md, "Version order").
///
/// The order is opsi's own, its quirks included: `1.0` equals `1`, what follows a `~` does not
/// count, and numbers of more than eight digits may come out wrong.
public struct OpsiVersion: Sendable, Hashable {
    /// A text that opsi does not accept as a version.
    public struct Invalid: Error, Equatable, CustomStringConvertible {
        /// The text.
        public let text: String
        /// Says what is wrong.
        public var description: String { "\"\(text)\" is no opsi version" }
    }

    /// What is compared, token by token, as bytes.
    private let tokens: [[UInt8]]

    private static let hyphen = UInt8(ascii: "-")
    private static let wildcardMark = UInt8(ascii: "*")
    private static let longestProductVersion = 32
    private static let longestPackageVersion = 16
    private static let longestNumber = 8
    private static let final = Array("*final".utf8)
    private static let finalHyphen = Array("*final-".utf8)
    private static let zero = Array("00000000".utf8)

    /// Reads `productVersion-packageVersion`, or a product version alone.
    ///
    /// - Throws: `Invalid` where opsi would refuse the text.
    public init(_ text: String) throws(Invalid) {
        guard let relevant = Self.checked(text) else { throw Invalid(text: text) }
        var tokens: [[UInt8]] = []
        for token in Self.words(relevant) { Self.append(Self.sortable(token), to: &tokens) }
        Self.append(Self.final, to: &tokens)
        self.tokens = tokens
    }

    /// The part before the first `~`, lower-cased, if its form is right.
    private static func checked(_ text: String) -> [UInt8]? {
        var bytes = Array(text.utf8.prefix { $0 != UInt8(ascii: "~") })
        // opsi's pattern ends at a line's end.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        let parts = bytes.split(separator: hyphen, omittingEmptySubsequences: false)
        let limits = [longestProductVersion, longestPackageVersion]
        guard parts.count <= limits.count else { return nil }
        for (part, limit) in zip(parts, limits) {
            guard (1...limit).contains(part.count), part.allSatisfy({ isPart($0) })
            else { return nil }
        }
        return bytes.map { isUpperCase($0) ? $0 + 0x20 : $0 }
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || isUpperCase(byte) || byte == UInt8(ascii: ".")
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    }

    private static func isUpperCase(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    }

    /// Runs of digits, runs of letters, and hyphens.
    private static func words(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var words: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while let first = rest.first {
            let word: ArraySlice<UInt8>
            if isDigit(first) {
                word = rest.prefix { isDigit($0) }
            } else if isLetter(first) {
                word = rest.prefix { isLetter($0) }
            } else {
                word = rest.prefix(1)
            }
            if first != UInt8(ascii: ".") { words.append(word) }
            rest = rest.dropFirst(word.count)
        }
        return words
    }

    /// A number padded to eight digits; a word marked, and replaced where opsi gives it a rank.
    private static func sortable(_ word: ArraySlice<UInt8>) -> [UInt8] {
        if let first = word.first, isDigit(first) {
            return Array(repeating: UInt8(ascii: "0"), count: max(0, longestNumber - word.count))
                + word
        }
        let ranked: String =
            switch String(decoding: word, as: UTF8.self) {
            case "pre", "preview", "rc": "c"
            case "dev": "@"
            case "-": "final-"
            case let other: other
            }
        return [wildcardMark] + ranked.utf8
    }

    /// Adds a token, and drops what does not count before it.
    private static func append(_ token: [UInt8], to tokens: inout [[UInt8]]) {
        if token.first == wildcardMark {
            if token.lexicographicallyPrecedes(final) {
                while tokens.last == finalHyphen { tokens.removeLast() }
            }
            while tokens.last == zero { tokens.removeLast() }
        }
        tokens.append(token)
    }
}

extension OpsiVersion: Comparable {
    /// Whether opsi takes the left one for older.
    public static func < (left: Self, right: Self) -> Bool {
        left.tokens.lexicographicallyPrecedes(right.tokens) { $0.lexicographicallyPrecedes($1) }
    }
}
