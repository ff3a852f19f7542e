extension String {
    /// Whether an id may be sent: opsi takes it for nothing but itself, wherever it stands.
    ///
    /// Only a leading `<` or `>` compares, but no id has one anywhere, so that none is let through.
    package var isExactID: Bool {
        isExactValue && !utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }

    /// Whether a text in a filter, such as the name of a piece of software, means itself to opsi:
    /// it is not empty, has no `*` and no control character, and does not begin with `<` or `>`.
    package var isExactValue: Bool {
        guard let first = utf8.first else { return false }
        return first != UInt8(ascii: "<") && first != UInt8(ascii: ">")
            && !utf8.contains { $0 == UInt8(ascii: "*") || $0 < 0x20 }
    }
}
