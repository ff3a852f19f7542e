import OpusServer

/// The versions of a fleet, each with its place in opsi's order: comparing two becomes comparing
/// two numbers, however many rows there are.
struct VersionRanks {
    private var versions: [OpsiVersion?] = []
    /// By the number of the version; nil for what is no version.
    private var ranks: [Int?] = []

    /// Takes up versions that are new in a table.
    mutating func learn(_ table: StringTable) {
        guard table.count > versions.count else { return }
        versions += table.strings[versions.count...].map { try? OpsiVersion($0) }
        let ordered = Set(versions.compactMap(\.self)).sorted()
        let rankOf = Dictionary(
            uniqueKeysWithValues: ordered.enumerated().map { ($0.element, $0.offset) })
        ranks = versions.map { version in version.flatMap { rankOf[$0] } }
    }

    /// Whether a version is older (negative), newer (positive) or the same; nil where one of them
    /// is no version, so that nobody can tell.
    func compare(_ left: UInt32, _ right: UInt32) -> Int? {
        guard let leftRank = ranks[Int(left)], let rightRank = ranks[Int(right)] else { return nil }
        return leftRank - rightRank
    }
}
