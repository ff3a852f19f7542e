public import OpusServer

/// Why a target expression selects nothing: it can't be read, names what does not exist, or
/// matches no client.
public struct TargetError: Error, Sendable, Equatable {
    /// What kind of thing a name stands for.
    public enum Kind: String, Sendable {
        /// A client.
        case client
        /// A group of clients.
        case group
        /// A depot.
        case depot
        /// A state of a client.
        case state
        /// A product.
        case product
        /// A group of products.
        case productGroup = "product group"
        /// An operating system.
        case operatingSystem = "operating system"
        /// What stands before a colon, such as `group`.
        case keyword
    }

    /// The ways in which an expression can be wrong.
    public enum Reason: Sendable, Equatable {
        /// There is no expression.
        case empty
        /// Something else was expected than what stands there; `found` is nil at the end.
        case unexpected(found: String?, expected: String)
        /// A quote that nothing closes.
        case unterminatedQuote(String)
        /// A backslash before what is no escape.
        case invalidEscape(String)
        /// A pattern that can't be used, and why.
        case invalidPattern(String, problem: String)
        /// A pattern without a letter or digit, which would match nearly every client.
        case matchesEverything(String)
        /// What is no version to opsi.
        case invalidVersion(String)
        /// What is no length of time.
        case invalidAge(String)
        /// Parentheses and `not` inside each other more often than this.
        case tooDeep(limit: Int)
        /// `-`, which stands for ids on standard input, in an expression with something else.
        case standardInput
        /// A name of something that does not exist, and the names nearest to it.
        case unknown(Kind, String, nearest: [String])
        /// A short name or an odd case that stands for several things.
        case ambiguous(Kind, String, candidates: [String])
        /// A keyword that is the name of a client too.
        case keywordNamesClient(String, client: ObjectID)
        /// A netboot product of which failures are asked for: they make no client failed.
        case netbootFailure(String)
        /// A group of products without products.
        case emptyProductGroup(String)
        /// What is no MAC address.
        case invalidAddress(String)
        /// A range of which no member exists.
        case emptyRange(String)
        /// An id that opsi would take for a pattern.
        case unsafeID(String)
        /// Names in a list that stand for no client or for several, each with its line from 1.
        case unknownLines([UnknownLine])
        /// No client is selected.
        case nothingMatched
    }

    /// A name in a list that stands for no client, or for several.
    public struct UnknownLine: Sendable, Equatable {
        /// The line, from 1.
        public let line: Int
        /// What stands there.
        public let id: String
        /// Ids of clients that are nearest to it.
        public let nearest: [String]
        /// The clients that it stands for, where it stands for several.
        public let candidates: [String]
    }

    /// What is wrong.
    public let reason: Reason
    /// Where, in characters of the expression from 0; nil where the whole of it is meant.
    public let place: Range<Int>?
    /// The expression, as far as there is one.
    public let expression: String?

    init(_ reason: Reason, place: Range<Int>? = nil, in expression: String? = nil) {
        self.reason = reason
        self.place = place
        self.expression = expression
    }
}
