/// Names of clients as a list has them, one a line, from standard input or a file: ids, in whatever
/// case, or short names that only one client has.
///
/// Blank lines do not count, nor does what follows a `#` at a line's beginning or after a space.
public struct TargetList: Sendable, Equatable {
    struct Entry: Sendable, Equatable {
        /// From 1.
        var line: Int
        var id: ObjectID
    }

    let entries: [Entry]

    private static let mostAdvised = 10

    /// Reads a list; any text is one, and which of its ids exist is decided later.
    ///
    /// - Parameter text: the whole list.
    public init(_ text: String) {
        var entries: [Entry] = []
        // By scalars: a line's end in two characters is one to Swift.
        var scalars = text.unicodeScalars[...]
        if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
        let lines = scalars.split(separator: "\n", omittingEmptySubsequences: false)
        for (number, line) in lines.enumerated() {
            let id = Self.id(in: line)
            if !id.isEmpty { entries.append(Entry(line: number + 1, id: ObjectID(id))) }
        }
        self.entries = entries
    }

    private static func id(in line: Substring.UnicodeScalarView) -> String {
        var kept = line
        var isAfterSpace = true
        for index in line.indices {
            let scalar = line[index]
            if scalar == "#", isAfterSpace {
                kept = line[..<index]
                break
            }
            isAfterSpace = scalar.properties.isWhitespace
        }
        while let first = kept.first, first.properties.isWhitespace { kept.removeFirst() }
        while let last = kept.last, last.properties.isWhitespace { kept.removeLast() }
        return String(kept)
    }

    /// The ids that can be asked for directly; none where a line has a short name.
    var exactIDs: [ObjectID] {
        let ids = entries.map(\.id)
        return ids.allSatisfy { $0.text.contains(".") } ? ids : []
    }

    /// The clients that are listed.
    ///
    /// - Throws: `TargetError` that names every line that stands for no client, or for several, or
    ///   says that there is no line.
    func selection(from facts: TargetFacts) throws(TargetError) -> ClientSelection {
        var found: [ObjectID] = []
        var unknown: [TargetError.UnknownLine] = []
        for entry in entries {
            let name = entry.id.text
            // Whoever lists a keyword may mean it, and must not get a client that is called so.
            switch TargetText.keywords.contains(name.lowercased())
                ? .none : facts.names.match(name)
            {
            case .one(let number): found.append(facts.names.ids[number])
            case .several(let numbers):
                let candidates = numbers.map { facts.names.ids[$0].text }
                unknown.append(
                    .init(line: entry.line, id: name, nearest: [], candidates: candidates))
            case .none:
                // Advice for the first few: a whole list for another server would take minutes.
                let nearest =
                    unknown.count < Self.mostAdvised ? facts.names.nearest(to: name) : []
                unknown.append(
                    .init(line: entry.line, id: name, nearest: nearest, candidates: []))
            }
        }
        guard unknown.isEmpty else { throw TargetError(.unknownLines(unknown)) }
        return try ClientSelection(matched: found.sorted())
    }
}
