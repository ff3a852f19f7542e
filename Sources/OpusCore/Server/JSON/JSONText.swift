/// The UTF-8 of a string in a JSON text, unescaped; valid until its reader reads the next string.
package struct JSONText {
    package let bytes: UnsafeBufferPointer<UInt8>

    /// Compares with a literal without building a string.
    @inline(__always)
    package static func == (text: JSONText, literal: StaticString) -> Bool {
        let count = text.bytes.count
        guard count == literal.utf8CodeUnitCount else { return false }
        var index = 0
        while index < count {
            guard text.bytes[index] == literal.utf8Start[index] else { return false }
            index += 1
        }
        return true
    }

    /// For `switch`: the literal's pattern matches the text.
    @inline(__always)
    package static func ~= (literal: StaticString, text: JSONText) -> Bool { text == literal }

    /// The text as a string of its own.
    package var string: String { String(decoding: bytes, as: UTF8.self) }
}
