/// Ids of clients as a list has them, one a line, from standard input or a file.
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

    /// The clients that are listed.
    ///
    /// - Throws: `TargetError` that names every line that is no client's exact id, or says that
    ///   there is none.
    func selection(from facts: TargetFacts) throws(TargetError) -> ClientSelection {
        var unknown: [TargetError.UnknownLine] = []
        for entry in entries where facts.names.number(ofExactly: entry.id) == nil {
            // Advice for the first few: a whole list for another server would take minutes.
            let nearest =
                unknown.count < Self.mostAdvised ? facts.names.nearest(to: entry.id.text) : []
            unknown.append(.init(line: entry.line, id: entry.id.text, nearest: nearest))
        }
        guard unknown.isEmpty else { throw TargetError(.unknownLines(unknown)) }
        return try ClientSelection(
            matched: entries.map(\.id).sorted())
    }
}
