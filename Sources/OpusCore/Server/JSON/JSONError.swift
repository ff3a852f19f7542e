/// Why bytes are not the JSON that was expected, and where.
package struct JSONError: Error, Equatable {
    package enum Reason: Equatable, Sendable {
        /// The bytes end in mid-value.
        case truncated
        /// Another byte than the grammar allows.
        case unexpectedByte(UInt8)
        /// A value of another type than the reader asked for.
        case typeMismatch(expected: String, found: String)
        /// A key that must be there is missing.
        case missingKey(String)
        /// A key that may be there once is there again.
        case repeatedKey(String)
        /// A value that cannot be what its key says.
        case badValue(key: String, value: String)
        /// A time in a zone, while it is not known which one the server's own times are in.
        case unknownOffset
        /// Text that is not UTF-8, or an escape that stands for no character.
        case invalidText
        /// A number that the grammar does not allow, or that fits no integer where one is needed.
        case invalidNumber
        /// Arrays and objects nested deeper than any real answer.
        case tooDeep
        /// More text in one value, or more different texts, than any real answer holds.
        case tooLarge
        /// Bytes after the end of the value.
        case trailingBytes
    }

    package let reason: Reason
    /// The byte at which the reader stood, from 0.
    package let offset: Int
}

extension JSONError: CustomStringConvertible {
    package var description: String {
        let what =
            switch reason {
            case .truncated: "it ends too early"
            case .unexpectedByte(let byte): "unexpected byte 0x\(String(byte, radix: 16))"
            case .typeMismatch(let expected, let found): "\(expected) expected, found \(found)"
            case .missingKey(let key): "the key \"\(key)\" is missing"
            case .repeatedKey(let key): "the key \"\(key)\" is there twice"
            case .badValue(let key, let value): "\"\(key)\" is \(value), which cannot be"
            case .unknownOffset: "a time in a zone, while the server's own is not known"
            case .invalidText: "invalid text"
            case .invalidNumber: "invalid number"
            case .tooDeep: "nested too deeply"
            case .tooLarge: "more text than any real answer holds"
            case .trailingBytes: "more follows after its end"
            }
        return "\(what) (at byte \(offset))"
    }
}
