/// That opus did not do what was asked for, as it would not be what was meant: nothing was sent.
public struct ActionRefused: Error, Sendable, Equatable {
    /// The kinds of reason. The raw values are stable: they are fields in machine output.
    public enum Code: String, Sendable, CaseIterable {
        /// A name that the server can't keep, or would take for a pattern.
        case invalidName = "invalid_name"
        /// There is no such client group.
        case unknownGroup = "unknown_group"
        /// There is such a client group already.
        case groupExists = "group_exists"
        /// Other things hang on the group that would go or be lost with it.
        case groupInUse = "group_in_use"
        /// No depot has such a product.
        case unknownProduct = "unknown_product"
        /// Nothing was named where something has to be.
        case nothingNamed = "nothing_named"
    }

    /// The kind of reason.
    public let code: Code
    /// A sentence for a person, naming the thing and, where there is one, the way out.
    public let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }
}

extension ActionRefused: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
