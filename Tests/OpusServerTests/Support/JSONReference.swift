import Foundation
import OpusServer

/// A JSON value as Foundation reads it.
struct JSONReference: Decodable {
    let value: JSONValue

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            value = .null
        } else if let bool = try? container.decode(Bool.self) {
            value = .bool(bool)
        } else if let int = try? container.decode(Int.self) {
            value = .int(int)
        } else if let double = try? container.decode(Double.self) {
            value = .double(double)
        } else if let string = try? container.decode(String.self) {
            value = .string(string)
        } else if let array = try? container.decode([JSONReference].self) {
            value = .array(array.map(\.value))
        } else {
            value = .object(
                try container.decode([String: JSONReference].self).mapValues(\.value))
        }
    }

    /// What Foundation makes of a JSON text; nil where it refuses it.
    static func read(_ bytes: [UInt8]) -> JSONValue? {
        try? JSONDecoder().decode(Self.self, from: Data(bytes)).value
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
