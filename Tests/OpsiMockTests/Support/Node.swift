import Foundation

/// A JSON value as Foundation reads it: the mock's own reader must not judge the mock.
enum Node: Hashable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([Node])
    case object([String: Node])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([Node].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: Node].self))
        }
    }

    init(json: [UInt8]) throws {
        self = try JSONDecoder().decode(Node.self, from: Data(json))
    }

    subscript(key: String) -> Node? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    subscript(index: Int) -> Node? {
        if case .array(let elements) = self, elements.indices.contains(index) {
            elements[index]
        } else {
            nil
        }
    }

    var string: String? { if case .string(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var array: [Node]? { if case .array(let value) = self { value } else { nil } }
    var object: [String: Node]? { if case .object(let value) = self { value } else { nil } }

    /// The value as JSON.
    var json: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .number(let value):
            return value == value.rounded() && abs(value) < 1e15
                ? String(Int(value)) : String(value)
        case .string(let value):
            let data = try? JSONEncoder().encode(value)
            return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
        case .array(let values): return "[\(values.map(\.json).joined(separator: ","))]"
        case .object(let members):
            let pairs = members.sorted { $0.key < $1.key }
                .map { "\(Node.string($0.key).json):\($0.value.json)" }
            return "{\(pairs.joined(separator: ","))}"
        }
    }

    /// The ids of a list of objects.
    func values(of key: String) -> [String] { array?.compactMap { $0[key]?.string } ?? [] }
}

extension Node: ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
    ExpressibleByDictionaryLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByNilLiteral
{
    init(stringLiteral value: String) { self = .string(value) }
    init(arrayLiteral elements: Node...) { self = .array(elements) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
    init(integerLiteral value: Int) { self = .number(Double(value)) }
    init(nilLiteral: ()) { self = .null }
    init(dictionaryLiteral elements: (String, Node)...) {
        self = .object(Dictionary(elements, uniquingKeysWith: { $1 }))
    }
}
