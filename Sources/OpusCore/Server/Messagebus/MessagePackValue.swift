/// A value as MessagePack writes it, of the kinds that the messagebus uses.
package enum MessagePackValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case text(String)
    case bytes([UInt8])
    case array([MessagePackValue])
    case map([String: MessagePackValue])

    /// The text, where it is one.
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The whole number, where it is one.
    var int: Int? { if case .int(let number) = self { number } else { nil } }

    /// The member of a map.
    subscript(key: String) -> MessagePackValue? {
        if case .map(let members) = self { members[key] } else { nil }
    }
}

/// Why bytes are no MessagePack, or none that the messagebus sends.
package enum MessagePackError: Error, Equatable {
    /// They end in mid-value, or promise more elements than bytes are left.
    case truncated
    /// More follows after the value's end.
    case trailingBytes
    /// A byte that begins no value, or one of a kind that is not used.
    case unexpectedByte(UInt8)
    /// Text that is no UTF-8.
    case invalidText
    /// A number that does not fit.
    case invalidNumber
    /// Nested deeper than any real message.
    case tooDeep
    /// A map with a key that is no text, or is there twice.
    case invalidKey
}
