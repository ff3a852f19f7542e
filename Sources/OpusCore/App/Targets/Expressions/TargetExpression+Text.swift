extension TargetExpression.Node {
    /// How tightly a part binds; what binds no tighter than its surroundings gets parentheses.
    private var strength: Int {
        switch self {
        case .or: 0
        case .and: 1
        case .not: 2
        default: 3
        }
    }

    /// The part as people write it.
    var text: String {
        switch self {
        case .all: "all"
        case .client(let name): name.quoted
        case .pattern(let pattern): pattern.text
        case .group(let name): "group:" + name.quoted
        case .depot(let name): "depot:" + name.quoted
        case .state(let state): "state:" + state.name
        case .product(let name, let condition):
            "product:" + name.text
                + (condition.map { $0.comparison.rawValue + TargetText.quoted($0.version) } ?? "")
        case .failed(let name, let age): "failed:" + name.text + (age?.text ?? "")
        case .operatingSystem(let name): "os:" + name.quoted
        case .seen(let age): "seen" + age.text
        case .attribute(let attribute, .text(let name)): "\(attribute.rawValue):\(name.quoted)"
        case .attribute(let attribute, .pattern(let pattern)):
            "\(attribute.rawValue):\(pattern.text)"
        case .reachable: "reachable"
        case .not(let node): "not " + (node.strength < strength ? "(\(node.text))" : node.text)
        case .and(let operands): joined(operands, by: " and ")
        case .or(let operands): joined(operands, by: " or ")
        }
    }

    private func joined(_ operands: TargetExpression.Operands, by separator: String) -> String {
        operands.nodes
            .map { $0.strength <= strength ? "(\($0.text))" : $0.text }
            .joined(separator: separator)
    }
}

extension TargetExpression.Products {
    /// The products as people write them.
    fileprivate var text: String { (isGroup ? "@" : "") + name.quoted }
}

extension TargetExpression.AgeCondition {
    /// The condition as people write it.
    fileprivate var text: String { "\(comparison.rawValue)\(amount)\(unit.rawValue)" }
}

extension TargetExpression.Name {
    fileprivate var quoted: String { TargetText.quoted(text) }
}

// Expressions of names that nobody has typed: printed, they can be read again, and pasted.
extension TargetExpression {
    /// One client.
    ///
    /// - Parameter name: its id, or its unambiguous short name, whatever characters are in it.
    /// - Returns: the expression.
    public static func client(named name: String) -> TargetExpression {
        TargetExpression(.client(Name(name)))
    }

    /// The members of a group of clients and of the groups below it.
    ///
    /// - Parameter name: the group's id, whatever characters are in it.
    /// - Returns: the expression.
    public static func group(named name: String) -> TargetExpression {
        TargetExpression(.group(Name(name)))
    }

    /// The clients on which a product's last action failed.
    ///
    /// - Parameter product: the product's id, whatever characters are in it.
    /// - Returns: the expression.
    public static func failed(_ product: ObjectID) -> TargetExpression {
        TargetExpression(.failed(Products(product.text)))
    }
}

/// How names are written in expressions: what prints an expression comes through here.
enum TargetText {
    /// Words that mean something of their own where they stand alone.
    static let keywords: Set<String> = ["and", "or", "not", "all", "reachable"]

    /// A name as it can be written in an expression: bare where that is plain, else in quotes.
    static func quoted(_ name: String) -> String {
        if isPlain(name) { return name }
        var result = "\""
        for scalar in name.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                result += "\\"
                result.unicodeScalars.append(scalar)
            default:
                if isInvisible(scalar) {
                    result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    private static func isPlain(_ name: String) -> Bool {
        !name.isEmpty && name != "-" && !keywords.contains(name.lowercased())
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
                    UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }

    /// What a terminal would not show, or would obey.
    static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse,
            .surrogate:
            true
        default: false
        }
    }

    /// Lower-cased where it is ASCII, as bytes: opsi's ids are lower case, and nothing else is
    /// taken for the same.
    static func folded(_ text: some StringProtocol) -> [UInt8] {
        text.utf8.map { byte in
            (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
        }
    }
}
