/// A text that must not be seen: a password, a key.
///
/// However it is printed, interpolated, dumped or mirrored, only `<secret>` shows.
public struct Secret: Sendable, Equatable {
    package let value: String

    /// Wraps a secret text.
    public init(_ value: String) { self.value = value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `<secret>`.
    public var description: String { "<secret>" }
    /// Always `<secret>`.
    public var debugDescription: String { "<secret>" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Secret: ExpressibleByStringLiteral {
    /// Wraps a literal, for tests and demonstrations.
    public init(stringLiteral value: String) { self.init(value) }
}
