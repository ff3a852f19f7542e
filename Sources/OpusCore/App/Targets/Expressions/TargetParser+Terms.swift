extension TargetParser {
    /// What can stand before a colon.
    enum Qualifier: String, CaseIterable {
        case group, depot, state, product, failed, os
    }

    /// All that can, attributes of clients included.
    static let qualifiers =
        Qualifier.allCases.map(\.rawValue)
        + TargetExpression.Attribute.allCases.map(\.rawValue)

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
            if let age = try age(after: "seen") { return .seen(age) }
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

    static func isPattern(_ text: String) -> Bool {
        text.unicodeScalars.contains { "*?[]".unicodeScalars.contains($0) }
    }

    func patternError(
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

    func name(_ piece: TargetScanner.Piece) throws(TargetError) -> TargetExpression.Name {
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
        if let attribute = TargetExpression.Attribute(rawValue: word.text.lowercased()) {
            _ = scanner.accept(":")
            return .attribute(attribute, try match(attribute))
        }
        guard let qualifier = Qualifier(rawValue: word.text.lowercased()) else {
            let nearest = NearestNames.to(word.text, among: Self.qualifiers)
            throw scanner.error(
                .unknown(.keyword, word.text, nearest: nearest.map { $0 + ":" }), word.range)
        }
        _ = scanner.accept(":")
        switch qualifier {
        case .group: return .group(try requiredName(of: "a group's name after group:"))
        case .depot: return .depot(try requiredName(of: "a depot's name after depot:"))
        case .failed:
            let products = try products(after: "failed:")
            let age = try age(after: "failed:\(products.name.text)")
            return .failed(products, age)
        case .os:
            return .operatingSystem(try requiredName(of: "an operating system's name after os:"))
        case .state: return .state(try state())
        case .product:
            let products = try products(after: "product:")
            return .product(products, try versionCondition())
        }
    }

    /// Reads a product or `@` and a group of products.
    private mutating func products(
        after what: String
    ) throws(TargetError) -> TargetExpression.Products {
        guard scanner.accept("@") else {
            return .init(try requiredName(of: "a product's id after \(what)"))
        }
        return .init(
            try requiredName(of: "a product group's name after \(what)@"), isGroup: true)
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
}
