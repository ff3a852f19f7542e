import Foundation

// The fuzzer of answers has the server's sources in its own module.
#if canImport(OpusServer)
    @testable import OpusServer
#endif

/// JSON as Foundation reads it.
enum JSONReference {
    /// What Foundation makes of a JSON text, to the last digit; nil where it refuses it.
    static func readExactly(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONDecoder().decode(AnyValue.self, from: Data(bytes)).value
    }

    private struct AnyValue: Decodable {
        let value: JSONValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                value = .null
            } else if let string = try? container.decode(String.self) {
                value = .string(string)
            } else if let int = try? container.decode(Int.self) {
                value = .int(int)
            } else if let double = try? container.decode(Double.self) {
                value = .double(double)
            } else if let bool = try? container.decode(Bool.self) {
                value = .bool(bool)
            } else if let array = try? container.decode([AnyValue].self) {
                value = .array(array.map(\.value))
            } else {
                value = .object(try container.decode([String: AnyValue].self).mapValues(\.value))
            }
        }
    }

    /// What Foundation makes of a JSON text, faster, but with fractions that are not exact; nil
    /// where it refuses it.
    static func read(_ bytes: [UInt8]) -> JSONValue? {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed))
            .map(value)
    }

    private static func value(_ any: Any) -> JSONValue {
        switch any {
        case let string as String: .string(string)
        case let number as NSNumber: value(number)
        case let array as [Any]: .array(array.map(value))
        case let object as [String: Any]: .object(object.mapValues(value))
        default: .null
        }
    }

    private static func value(_ number: NSNumber) -> JSONValue {
        switch String(cString: number.objCType) {
        case "c", "B": .bool(number.boolValue)
        case "d", "f": .double(number.doubleValue)
        default: Int(exactly: number).map(JSONValue.int) ?? .double(number.doubleValue)
        }
    }
}

extension JSONValue {
    /// The value, with every number that is a whole one as an integer: `1.0` and `1` are one
    /// number, which Foundation reads as either.
    var normalized: JSONValue {
        switch self {
        case .double(let double): Int(exactly: double).map(JSONValue.int) ?? self
        case .array(let elements): .array(elements.map(\.normalized))
        case .object(let members): .object(members.mapValues(\.normalized))
        case .null, .bool, .int, .string: self
        }
    }

    /// What opus makes of a JSON text.
    static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try JSONReader.read(bytes) { reader throws(JSONError) in try reader.readValue() }
    }
}
