extension ObjectID {
    /// Whether an id may be sent: opsi takes it for nothing but itself, wherever it stands.
    ///
    /// Only a leading `<` or `>` compares, but no id has one anywhere, so that none is let through.
    package var isExact: Bool {
        text.isExactValue
            && !text.utf8.contains { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: ">") }
    }
}

extension String {
    /// Whether a text in a filter, such as the name of a piece of software, means itself to opsi:
    /// it is not empty, has no `*` and no control character, and does not begin with `<` or `>`.
    package var isExactValue: Bool {
        !isPatternInFilter && !utf8.contains { $0 < 0x20 }
    }

    /// Whether opsi would take a text in a filter for more than itself, or for anything.
    var isPatternInFilter: Bool {
        guard let first = utf8.first else { return true }
        return first == UInt8(ascii: "<") || first == UInt8(ascii: ">")
            || utf8.contains(UInt8(ascii: "*"))
    }
}
