import OpusServer

/// The known names that a mistyped one was probably meant to be.
enum NearestNames {
    private static let longestName = 64
    private static let most = 3

    /// Up to three names, nearest first, that differ in few enough letters to be meant.
    ///
    /// - Parameters:
    ///   - name: what was written.
    ///   - known: the names that exist.
    /// - Returns: names out of those that exist.
    static func to(_ name: String, among known: [String]) -> [String] {
        to(name, among: known, spellings: { [$0] })
    }

    /// Up to three ids, nearest first, that differ in few enough letters to be meant.
    static func to(_ name: String, among known: [ObjectID]) -> [ObjectID] {
        to(name, among: known, spellings: { [$0.text] })
    }

    /// Up to three names of which one spelling is near.
    ///
    /// - Parameters:
    ///   - name: what was written.
    ///   - known: the names that exist.
    ///   - spellings: the ways in which a known name may be written.
    /// - Returns: names out of those that exist.
    static func to<Known: Comparable>(
        _ name: String, among known: [Known], spellings: (Known) -> [String]
    ) -> [Known] {
        let typed = letters(name)
        guard !typed.isEmpty, typed.count <= longestName else { return [] }
        let limit = max(1, typed.count / 3)
        var near: [(distance: Int, name: Known)] = []
        for candidate in known {
            let distance = spellings(candidate).compactMap {
                self.distance(typed, letters($0), limit: limit)
            }.min()
            if let distance { near.append((distance, candidate)) }
        }
        return near.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
            .prefix(most).map(\.name)
    }

    /// The end of a sentence that asks whether one of these was meant; nil for none.
    static func hint(_ nearest: [some CustomStringConvertible]) -> String? {
        guard !nearest.isEmpty else { return nil }
        return "; did you mean \(nearest.map { "\"\($0)\"" }.joined(separator: " or "))?"
    }

    /// Whether one name can be meant by the other.
    static func isNear(_ name: String, to other: String) -> Bool {
        !to(name, among: [other]).isEmpty
    }

    private static func letters(_ text: String) -> [UInt8] { TargetText.folded(text) }

    /// How many letters have to be changed, added, left out or swapped with their neighbour; nil
    /// where it takes more than the limit.
    static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            current.reserveCapacity(right.count + 1)
            for column in right.indices {
                let isSame = left[row] == right[column]
                var best = min(last[column + 1] + 1, current[column] + 1)
                best = min(best, last[column] + (isSame ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1],
                    left[row - 1] == right[column]
                {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            beforeLast = last
            last = current
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}

/// Names that are alike but for a slip of the keyboard.
public enum SimilarNames {
    /// The end of a sentence that asks whether one of the known names was meant.
    ///
    /// - Parameters:
    ///   - name: what was written.
    ///   - known: the names that exist.
    /// - Returns: such as `; did you mean "failed"?`; nil where none is near.
    public static func hint(_ name: String, among known: [String]) -> String? {
        NearestNames.hint(NearestNames.to(name, among: known))
    }

    /// Whether one name was probably meant by the other.
    ///
    /// - Parameters:
    ///   - name: what was written.
    ///   - other: a name that exists.
    /// - Returns: true where few letters differ.
    public static func isNear(_ name: String, _ other: String) -> Bool {
        NearestNames.isNear(name, to: other)
    }
}
