/// Which clients are meant, as people write it: `@accounting and state:failed`, `pc-[01-20]`.
///
/// The grammar, loosest binding first; words are told apart by neither upper nor lower case:
///
///     expression = both { [ "or" | "," ] both }
///     both       = each { "and" each }
///     each       = "not" each | "(" expression ")" | term
///     term       = "all" | "reachable" | client | pattern
///                | ( "group:" | "@" ) name | "depot:" name | "state:" state | "os:" name
///                | "product:" products [ ( "<" | "<=" | "=" | ">=" | ">" ) version ]
///                | "failed:" products [ age ] | "seen" age
///                | ( "ip:" | "inventory:" ) ( name | pattern ) | "mac:" address
///                | ( "description:" | "notes:" ) name
///     products   = [ "@" ] name
///     age        = ( "<" | "<=" | ">=" | ">" ) digits ( m | h | d | w )
///     client     = name
///     name       = word | "…" | '…'
///     pattern    = word with "*", "?" or ranges such as "[01-20]"
///
/// Clients, patterns and groups may stand side by side, and so may several terms with the same word
/// before the colon: that is an `or`. Between all others a word is needed.
///
/// A word is made of letters, digits, `-`, `_`, `.` and `~`. Between quotes every character stands
/// for itself, and a keyword is a name; `\"`, `\'`, `\\`, `\n`, `\r`, `\t` and `\u{1F98A}` are
/// escapes.
public struct TargetExpression: Sendable {
    /// The expression's parts.
    public let root: Node
    /// The text that it was read from, into which the places of its names point.
    let source: String

    /// Reads an expression.
    ///
    /// - Parameter text: the expression; its first mistake is the one that is told.
    /// - Throws: `TargetError` that says where the text is no expression, and what was expected.
    public init(_ text: String) throws(TargetError) {
        var parser = TargetParser(text)
        root = try parser.parse()
        source = text
    }

    /// An expression of these parts, to be printed, compared or evaluated.
    ///
    /// - Parameter root: the parts.
    public init(_ root: Node) {
        self.root = root
        source = root.text
    }

    /// A part of an expression.
    public enum Node: Sendable, Equatable {
        /// Every client.
        case all
        /// One client, by its id or its unambiguous short name.
        case client(Name)
        /// The clients that a pattern matches.
        case pattern(TargetPattern)
        /// The members of a group of clients and of the groups below it.
        case group(Name)
        /// The clients of a depot, named by its id or its unambiguous short name; `unknown` has
        /// those whose depot the server can't name.
        case depot(Name)
        /// The clients in a state.
        case state(State)
        /// The clients on which one of the products is installed, in a version that meets the
        /// condition.
        case product(Products, VersionCondition?)
        /// The clients on which the last action with one of the products failed, at a time that
        /// meets the condition.
        case failed(Products, AgeCondition? = nil)
        /// The clients whose operating system's name and version hold these words one after the
        /// other.
        case operatingSystem(Name)
        /// The clients that were last seen at a time.
        case seen(AgeCondition)
        /// The clients of which something is so noted.
        case attribute(Attribute, Match)
        /// The clients that answer the server right now.
        case reachable
        /// The clients that are not among these.
        indirect case not(Node)
        /// The clients that are in each of these.
        case and(Operands)
        /// The clients that are in any of these.
        case or(Operands)
    }

    /// What `and` or `or` joins: never fewer than two, so that an empty list can't mean everyone.
    public struct Operands: Sendable, Equatable {
        /// The operands in order, at least two.
        public let nodes: [Node]

        /// Joins operands.
        ///
        /// - Parameters:
        ///   - first: the first.
        ///   - second: the second.
        ///   - others: those after them.
        public init(_ first: Node, _ second: Node, _ others: [Node] = []) {
            nodes = [first, second] + others
        }
    }
}

extension TargetExpression: Equatable {
    /// Whether both have the same parts, wherever in a text they stood.
    public static func == (left: Self, right: Self) -> Bool { left.root == right.root }
}

extension TargetExpression: CustomStringConvertible {
    /// The expression, written so that reading it gives the same parts.
    public var description: String { root.text }
}
