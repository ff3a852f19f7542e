/// Any JSON value: what goes into a call, and what comes out where the protocol fixes no shape.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// A list of strings.
    package static func strings(_ strings: some Sequence<String>) -> JSONValue {
        .array(strings.map(JSONValue.string))
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    package init(stringLiteral value: String) { self = .string(value) }
    package init(booleanLiteral value: Bool) { self = .bool(value) }
    package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    package init(dictionaryLiteral elements: (String, JSONValue)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { _, last in last }))
    }
}

extension JSONValue: Encodable {
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .bool(let value): try container.encode(value)
        case .int(let value): try container.encode(value)
        case .double(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }
}

extension JSONReader {
    /// Reads any value.
    package mutating func readValue() throws(JSONError) -> JSONValue {
        switch try peek() {
        case .null:
            try expectWord("null")
            return .null
        case .bool: return .bool(try readBool())
        case .string: return .string(try readString())
        case .number:
            let text = try scanNumber()
            if let int = Int(text) { return .int(int) }
            guard let double = Double(text), double.isFinite else { throw failure(.invalidNumber) }
            return .double(double)
        case .array:
            var elements: [JSONValue] = []
            try readArray { reader throws(JSONError) in elements.append(try reader.readValue()) }
            return .array(elements)
        case .object:
            var members: [String: JSONValue] = [:]
            try readObject { reader, key throws(JSONError) in
                let name = key.string
                members[name] = try reader.readValue()
            }
            return .object(members)
        }
    }
}
