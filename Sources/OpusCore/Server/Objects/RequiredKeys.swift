/// Which of the keys that an object must have it has.
struct RequiredKeys {
    private let keys: [StaticString]
    private var seen: UInt64 = 0

    /// - Parameter keys: at most 64.
    init(_ keys: [StaticString]) { self.keys = keys }

    /// Takes in a key; returns its place, where it is one of them.
    mutating func saw(_ key: JSONText) -> Int? {
        guard let index = keys.firstIndex(where: { key == $0 }) else { return nil }
        seen |= 1 << UInt64(index)
        return index
    }

    /// The first one that is missing.
    var missing: StaticString? {
        keys.indices.first { seen & (1 << UInt64($0)) == 0 }.map { keys[$0] }
    }

    /// An error in the value of a key, with the key in it.
    func naming(_ index: Int?, _ error: JSONError) -> JSONError {
        guard let index, case .typeMismatch(_, let found) = error.reason else { return error }
        return JSONError(
            reason: .badValue(
                key: "\(keys[index])", value: found == "null" ? found : "of type \(found)"),
            offset: error.offset)
    }
}
