// What follows a name: versions, times, and what is noted of clients.
extension TargetParser {
    mutating func versionCondition() throws(TargetError)
        -> TargetExpression.VersionCondition?
    {
        guard let comparison = acceptComparison() else { return nil }
        scanner.skipSpace()
        let piece: TargetScanner.Piece
        if let quoted = try scanner.quoted() {
            piece = quoted
        } else if let word = scanner.word() {
            piece = word
        } else {
            throw unexpected("a version after \(comparison.rawValue), such as 128.4.0-1")
        }
        do throws(OpsiVersion.Invalid) {
            return try .init(comparison, piece.text)
        } catch {
            throw scanner.error(.invalidVersion(error.text), piece.range)
        }
    }

    /// Reads a comparison of times, such as `<2d`, after what stands before it; nil where there is
    /// none.
    mutating func age(
        after what: String
    ) throws(TargetError) -> TargetExpression.AgeCondition? {
        let start = scanner.position
        guard let comparison = acceptComparison() else { return nil }
        guard comparison != .equal else {
            scanner.position = start
            scanner.skipSpace()
            throw unexpected("<, <=, > or >= after \(what)")
        }
        scanner.skipSpace()
        guard let word = scanner.word() else {
            throw unexpected("a length of time after \(comparison.rawValue), such as 2d")
        }
        guard let length = TargetExpression.AgeCondition.length(word.text) else {
            throw scanner.error(.invalidAge(word.text), word.range)
        }
        return .init(comparison, length.amount, length.unit)
    }

    /// Accepts a sign of comparison, with or without space before it.
    private mutating func acceptComparison() -> TargetExpression.Comparison? {
        let start = scanner.position
        scanner.skipSpace()
        // The longer signs first.
        for sign in ["<=", ">=", "<", ">", "="] {
            let scalars = Array(sign.unicodeScalars)
            if scanner.scalars[scanner.position...].starts(with: scalars) {
                scanner.position += scalars.count
                return .init(rawValue: sign)
            }
        }
        scanner.position = start
        return nil
    }

    /// Reads what an attribute of a client is compared with.
    mutating func match(
        _ attribute: TargetExpression.Attribute
    ) throws(TargetError) -> TargetExpression.Match {
        let piece: TargetScanner.Piece
        let isQuoted: Bool
        if let quoted = try scanner.quoted() {
            (piece, isQuoted) = (quoted, true)
        } else if let word = scanner.address() {
            (piece, isQuoted) = (word, false)
        } else {
            throw unexpected("what is looked for after \(attribute.rawValue):")
        }
        let place = scanner.place(piece.range)
        var text = piece.text
        if attribute == .mac {
            guard let address = Self.hardwareAddress(text) else {
                throw scanner.error(.invalidAddress(text), piece.range)
            }
            text = address
        }
        guard !isQuoted, Self.isPattern(text) else {
            return .text(try name(.init(text: text, range: piece.range)))
        }
        do throws(TargetPattern.Problem) {
            return .pattern(try TargetPattern(text, place: place))
        } catch {
            throw patternError(error, in: piece)
        }
    }

    /// A MAC address as opsi writes it, or a pattern of one; nil for what is neither.
    private static func hardwareAddress(_ text: String) -> String? {
        let lower = text.lowercased()
        guard !isPattern(lower) else { return lower.replacing("-", with: ":") }
        let digits = lower.filter { !":-.".contains($0) }
        guard digits.count == 12, digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else {
            return nil
        }
        return String(
            digits.enumerated().flatMap { index, digit in
                index > 0 && index.isMultiple(of: 2) ? [":", digit] : [digit]
            })
    }
}
