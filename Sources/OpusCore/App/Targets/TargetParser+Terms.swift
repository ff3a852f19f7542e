extension TargetParser {
    /// What can stand before a colon.
    enum Qualifier: String, CaseIterable {
        case group, depot, state, product, failed, os
    }

    /// Reads what selects clients by itself.
    mutating func term() throws(TargetError) -> Node {
        if let quoted = try scanner.quoted() { return .client(try name(quoted)) }
        if scanner.accept("@") { return .group(try requiredName(of: "a group's name after @")) }
        guard let word = scanner.word() else { throw unexpected(Self.target) }
        if scanner.next == ":" { return try qualified(by: word) }
        switch word.text.lowercased() {
        case "all": return .all
        case "reachable": return .reachable
        case "and", "or":
            let advice = "; a client of that name needs quotes"
            throw scanner.error(
                .unexpected(found: word.text, expected: Self.target + advice), word.range)
        case "seen":
            if let seen = try seen() { return seen }
            return .client(try name(word))
        case "-": throw scanner.error(.standardInput, word.range)
        default: return try client(word)
        }
    }

    private func client(_ word: TargetScanner.Piece) throws(TargetError) -> Node {
        guard Self.isPattern(word.text) else { return .client(try name(word)) }
        let place = scanner.place(word.range)
        do throws(TargetPattern.Problem) {
            return .pattern(try TargetPattern(word.text, place: place))
        } catch {
            throw patternError(error, in: word)
        }
    }

    private static func isPattern(_ text: String) -> Bool {
        text.unicodeScalars.contains { "*?[]".unicodeScalars.contains($0) }
    }

    private func patternError(
        _ problem: TargetPattern.Problem, in word: TargetScanner.Piece
    ) -> TargetError {
        let (offset, reason): (Int, String)
        switch problem {
        case .matchesEverything:
            return scanner.error(.matchesEverything(word.text), word.range)
        case .malformedRange(let at):
            (offset, reason) = (at, "brackets hold a range of numbers such as [01-20]")
        case .descendingRange(let at):
            (offset, reason) = (at, "a range runs from the lower number to the higher one")
        case .unequalWidths(let at):
            (offset, reason) = (
                at, "with leading zeros both ends of a range need as many digits, as in [01-20]"
            )
        case .tooManyDigits(let at):
            (offset, reason) = (at, "the numbers of a range have up to 9 digits")
        }
        let start = word.range.lowerBound + offset
        return scanner.error(
            .invalidPattern(word.text, problem: reason), start..<word.range.upperBound)
    }

    // MARK: Names

    private func name(_ piece: TargetScanner.Piece) throws(TargetError) -> TargetExpression.Name {
        guard !piece.text.isEmpty else {
            throw scanner.error(
                .unexpected(found: "", expected: "a name between the quotes"), piece.range)
        }
        return .init(piece.text, place: scanner.place(piece.range))
    }

    /// Reads a bare or quoted name right here.
    private mutating func requiredName(
        of what: String
    ) throws(TargetError) -> TargetExpression.Name {
        if let quoted = try scanner.quoted() { return try name(quoted) }
        guard let word = scanner.word() else { throw unexpected(what) }
        guard !Self.isPattern(word.text) else {
            throw scanner.error(
                .invalidPattern(
                    word.text,
                    problem: "patterns stand for clients only; put a name that is really so "
                        + "in quotes"), word.range)
        }
        return try name(word)
    }

    // MARK: Qualified terms

    private mutating func qualified(by word: TargetScanner.Piece) throws(TargetError) -> Node {
        guard let qualifier = Qualifier(rawValue: word.text.lowercased()) else {
            let nearest = NearestNames.to(word.text, among: Qualifier.allCases.map(\.rawValue))
            throw scanner.error(
                .unknown(.keyword, word.text, nearest: nearest.map { $0 + ":" }), word.range)
        }
        _ = scanner.accept(":")
        switch qualifier {
        case .group: return .group(try requiredName(of: "a group's name after group:"))
        case .depot: return .depot(try requiredName(of: "a depot's name after depot:"))
        case .failed: return .failed(try requiredName(of: "a product's id after failed:"))
        case .os:
            return .operatingSystem(try requiredName(of: "an operating system's name after os:"))
        case .state: return .state(try state())
        case .product:
            let product = try requiredName(of: "a product's id after product:")
            return .product(product, try versionCondition())
        }
    }

    private mutating func state() throws(TargetError) -> TargetExpression.State {
        let name = try requiredName(of: "a state after state:, such as failed")
        let known = TargetExpression.State.allCases
        let state = known.first { $0.name.lowercased() == name.text.lowercased() }
        if let state { return state }
        let nearest = NearestNames.to(name.text, among: known.map(\.name))
        throw TargetError(
            .unknown(.state, name.text, nearest: nearest), place: name.place, in: scanner.source)
    }

    // MARK: Comparisons

    private mutating func versionCondition() throws(TargetError)
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

    /// Reads what follows the word `seen`; nil where that is no comparison, and the word a name.
    private mutating func seen() throws(TargetError) -> Node? {
        let start = scanner.position
        guard let comparison = acceptComparison() else { return nil }
        guard comparison != .equal else {
            scanner.position = start
            scanner.skipSpace()
            throw unexpected("<, <=, > or >= after seen")
        }
        scanner.skipSpace()
        guard let word = scanner.word() else {
            throw unexpected("a length of time after \(comparison.rawValue), such as 2d")
        }
        guard let age = Self.age(comparison, word.text) else {
            throw scanner.error(.invalidAge(word.text), word.range)
        }
        return .seen(age)
    }

    private static func age(
        _ comparison: TargetExpression.Comparison, _ text: String
    ) -> TargetExpression.AgeCondition? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard (1...TargetExpression.AgeCondition.longestAmount).contains(digits.count),
            let amount = Int(digits), text.count == digits.count + 1,
            let letter = text.last?.lowercased().first,
            let unit = TargetExpression.AgeCondition.Unit(rawValue: letter)
        else { return nil }
        return .init(comparison, amount, unit)
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
}
