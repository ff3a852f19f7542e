public import OpusServer

/// Which package covers which software, by name; what an organisation knows better than opsi.
public struct SoftwareMapping: Sendable, Equatable {
    /// What software of a name is.
    public enum Target: Sendable, Hashable {
        /// It is covered by a package.
        case product(ObjectID)
        /// It needs no package.
        case ignore
    }

    /// One rule.
    public struct Rule: Sendable, Equatable {
        /// The pattern: `*` stands for any text, `?` for one character; case does not count.
        public let pattern: String
        /// What software of such a name is.
        public let target: Target

        let matcher: NamePattern

        /// Makes a rule.
        ///
        /// - Parameters:
        ///   - pattern: the pattern for the software's whole name.
        ///   - target: what such software is.
        public init(pattern: String, target: Target) {
            self.pattern = pattern
            self.target = target
            matcher = NamePattern(pattern)
        }
    }

    /// The rules; the first that matches counts.
    public var rules: [Rule]

    /// Makes a mapping.
    ///
    /// - Parameter rules: the rules; the first that matches counts.
    public init(rules: [Rule] = []) { self.rules = rules }

    /// What software of a name is; nil where no rule says so.
    ///
    /// - Parameter name: the software's name.
    /// - Returns: the target of the first rule that matches.
    public func target(of name: String) -> Target? {
        rules.first { $0.matcher.matches(name) }?.target
    }
}
