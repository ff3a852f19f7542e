/// What a caller asks of one attribute, in the server's own way of reading filter values.
struct Filter: Sendable {
    enum Test: Sendable, Equatable {
        case null
        /// Equal by collation key.
        case equal(String)
        /// A collation key with `*` as wildcard, cut at the wildcards.
        case like([String])
        case less(String)
        case greater(String)
    }

    /// Any of these; never empty.
    let tests: [Test]

    /// A list longer than this is compared literally: neither wildcards nor comparisons work in it.
    private static let longestExpandedList = 10

    /// Makes a filter of a value, or nothing where the value means "no filter".
    init?(_ value: JSON) {
        let values: [JSON]
        switch value {
        case .null: return nil
        case .array(let list):
            if list.isEmpty { return nil }
            values = list
        default: values = [value]
        }
        guard values.count <= Self.longestExpandedList else {
            // SQL's IN: null in the list is never equal to anything.
            tests = values.compactMap { $0.comparable.map { .equal(Collation.key($0)) } }
            return
        }
        tests = values.map { value in
            guard let text = value.comparable else { return .null }
            guard case .string = value else { return .equal(text) }
            // `>=x` is taken as "greater than the text =x", as wrong as on the server.
            if text.hasPrefix("<") { return .less(Collation.key(String(text.dropFirst()))) }
            if text.hasPrefix(">") { return .greater(Collation.key(String(text.dropFirst()))) }
            let key = Collation.key(text)
            guard key.contains("*") else { return .equal(key) }
            return .like(
                key.split(separator: "*", omittingEmptySubsequences: false).map { String($0) })
        }
    }

    /// The literal keys, where the filter is nothing but literals.
    var literals: [String]? {
        var keys: [String] = []
        for test in tests {
            guard case .equal(let key) = test else { return nil }
            keys.append(key)
        }
        return keys
    }

    func accepts(_ value: JSON) -> Bool {
        if case .array(let values) = value { return values.contains { accepts($0) } }
        return accepts(value.comparable)
    }

    func accepts(_ text: String?) -> Bool {
        guard let text else { return tests.contains(.null) }
        let key = Collation.key(text)
        return tests.contains { test in
            switch test {
            case .null: false
            case .equal(let other): key == other
            case .like(let pieces): Self.matches(key, pieces)
            case .less(let other): !Self.isNoDate(other, beside: key) && key < other
            case .greater(let other): Self.isNoDate(other, beside: key) || key > other
            }
        }
    }

    /// Beside a date the database takes anything that is no date as the zero date: nothing is
    /// less than that, everything is greater.
    private static func isNoDate(_ other: String, beside key: String) -> Bool {
        other.hasPrefix("=") && WireTime.seconds(key) != nil
    }

    static func matches(_ key: String, _ pieces: [String]) -> Bool {
        guard let first = pieces.first, let last = pieces.last, key.hasPrefix(first) else {
            return false
        }
        var rest = key.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}

extension OpsiMock.Fleet.Value {
    /// The value as a database column would hold it.
    var comparable: String? {
        switch self {
        case .null: nil
        case .bool(let value): value ? "1" : "0"
        case .string(let value): value
        case .integer, .number, .array, .object: jsonText
        }
    }
}
