/// A value as MessagePack writes it, of the kinds that the messagebus uses.
package enum MessagePackValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case text(MessagePackText)
    case bytes([UInt8])
    case array([MessagePackValue])
    case map(MessagePackMap)

    /// The text, where it is one.
    var text: String? { if case .text(let text) = self { text.string } else { nil } }

    /// The member of a map.
    subscript(key: StaticString) -> MessagePackValue? {
        if case .map(let members) = self { members[key] } else { nil }
    }
}

/// A text among the bytes of the message that it came in: most of a message's texts are of no
/// interest, so a string is built only where one is asked for.
package struct MessagePackText: Sendable, Equatable, ExpressibleByStringInterpolation {
    let utf8: ArraySlice<UInt8>

    /// A text of bytes that are UTF-8.
    init(utf8: ArraySlice<UInt8>) { self.utf8 = utf8 }

    package init(_ text: String) { utf8 = ArraySlice(text.utf8) }

    package init(stringLiteral text: String) { self.init(text) }

    var string: String { String(decoding: utf8, as: UTF8.self) }

    func isEqual(to key: StaticString) -> Bool {
        utf8.count == key.utf8CodeUnitCount
            && utf8.elementsEqual(
                UnsafeBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount))
    }
}

/// The members of a map, in the order in which they came; no key is there twice.
package struct MessagePackMap: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    struct Member: Sendable, Equatable {
        let key: MessagePackText
        let value: MessagePackValue
    }

    let members: [Member]

    init(_ members: [Member]) { self.members = members }

    package init(dictionaryLiteral members: (String, MessagePackValue)...) {
        self.init(members.map { Member(key: MessagePackText($0), value: $1) })
    }

    subscript(key: StaticString) -> MessagePackValue? {
        members.first { $0.key.isEqual(to: key) }?.value
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
