/// A pattern for names, without regard to case: `*` stands for any text, `?` for one character.
public struct NamePattern: Sendable, Equatable {
    private let pattern: [Character]

    /// A pattern from its text; every text is one.
    public init(_ pattern: String) { self.pattern = Array(pattern.lowercased()) }

    /// Whether a name matches as a whole. The time it takes is at most the product of both
    /// lengths, whatever the pattern.
    ///
    /// - Parameter name: the name.
    /// - Returns: true where it matches from beginning to end.
    public func matches(_ name: String) -> Bool {
        let name = Array(name.lowercased())
        var position = 0
        var index = 0
        // Where to go on after a mismatch: behind the last star, one character further each time.
        var retry: (pattern: Int, name: Int)?
        while index < name.count {
            if position < pattern.count, pattern[position] == "*" {
                position += 1
                retry = (position, index)
            } else if position < pattern.count,
                pattern[position] == "?" || pattern[position] == name[index]
            {
                position += 1
                index += 1
            } else if let last = retry {
                retry = (last.pattern, last.name + 1)
                position = last.pattern
                index = last.name + 1
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == "*" }
    }
}
