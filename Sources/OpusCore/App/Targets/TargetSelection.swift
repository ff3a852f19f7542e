/// The clients that an expression or a list selects: the only thing that acting takes.
///
/// There is at least one, each exists and is named by its exact id, in order, once. An empty list,
/// which opsi takes for every client, can't be made into one, nor can a pattern.
public struct TargetSelection: Sendable, Equatable {
    /// The ids of the clients, in order, at least one.
    public let ids: [String]

    /// A selection of these clients.
    ///
    /// - Parameter ids: exact ids of clients that exist.
    /// - Throws: `TargetError` where there are none, or where one would be a pattern to opsi.
    init(ids: [String]) throws(TargetError) {
        guard !ids.isEmpty else { throw TargetError(.nothingMatched) }
        for id in ids where !Self.isSafe(id) { throw TargetError(.unsafeID(id)) }
        self.ids = ids.distinct(by: \.self)
            .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// Whether opsi takes an id for itself, and not for a pattern or a comparison.
    static func isSafe(_ id: String) -> Bool {
        !id.isEmpty
            && !id.utf8.contains { byte in
                byte == UInt8(ascii: "*") || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ">")
            }
    }
}

extension TargetSelection: RandomAccessCollection {
    /// The first position.
    public var startIndex: Int { 0 }
    /// The position after the last.
    public var endIndex: Int { ids.count }
    /// The id at a position.
    public subscript(position: Int) -> String { ids[position] }
}
