/// Finds what follows a word that names a secret: `ADMINPASSWORD="…"`, `$Key$ = "…"`,
/// `--token …`, `The value of the variable "$Password$" is now: "…"`, `<Password>…</Password>`.
enum SecretWords {
    /// Within a name, these always name a secret.
    private static let strong: [StaticString] = [
        "password", "passwort", "kennwort", "passwd", "passphrase", "pwd", "secret", "pidkey",
        "credential", "apikey", "totp",
    ]
    /// These do where an assignment follows, or at the end of a name.
    private static let weak: [StaticString] = [
        "pass", "key", "token", "serial", "license", "licence", "lizenz",
    ]
    /// The words by their first byte: most bytes begin none.
    private static let words: [[(text: StaticString, isStrong: Bool)]] = {
        var words = Array(repeating: [(text: StaticString, isStrong: Bool)](), count: 256)
        for (texts, isStrong) in [(strong, true), (weak, false)] {
            for text in texts { words[Int(text.utf8Start[0])].append((text, isStrong)) }
        }
        return words
    }()
    /// Short options that take a secret.
    private static let options: [StaticString] = ["p", "pw", "rp", "pin", "otp", "psw"]
    /// `password is expired` tells of no secret.
    private static let states: [StaticString] = [
        "no", "not", "wrong", "expired", "invalid", "missing", "required", "empty", "incorrect",
        "too",
        "locked", "now:", "unknown", "needed", "set",
    ]

    /// Elements between the one with the name and its value.
    private static let mostElements = 16

    private struct Name {
        let range: Range<Int>
        let isStrong: Bool
        /// Whether the name ends with the word, but for signs around it.
        let isWhole: Bool
        let isOption: Bool
    }

    static func find(in bytes: [UInt8], _ secrets: inout SecretRanges) {
        bytes.forEachRun(of: { $0.isNamePart }) { run in
            guard let name = name(run, bytes), let value = value(after: name, bytes) else {
                return run.upperBound
            }
            secrets.add(value, in: bytes)
            return max(run.upperBound, value.upperBound)
        }
    }

    // MARK: Names

    private static func name(_ range: Range<Int>, _ bytes: [UInt8]) -> Name? {
        var start = range.lowerBound
        while start < range.upperBound, bytes[start] == UInt8(ascii: "-") { start += 1 }
        let hasDash = start > range.lowerBound
        let hasSlash = bytes.byte(at: range.lowerBound - 1) == UInt8(ascii: "/")
        let isOption = hasDash || hasSlash
        var last: (place: Int, size: Int)?
        for place in range {
            for word in words[Int(bytes[place].lowered)] {
                let size = word.text.utf8CodeUnitCount
                guard place + size <= range.upperBound, bytes.holds(word.text, at: place) else {
                    continue
                }
                if word.isStrong {
                    return Name(range: range, isStrong: true, isWhole: true, isOption: isOption)
                }
                last = (place, size)
            }
        }
        if let last {
            let rest = bytes[(last.place + last.size)..<range.upperBound]
            let isWhole = rest.allSatisfy { !$0.isLetter || $0 == UInt8(ascii: "s") }
            return Name(range: range, isStrong: false, isWhole: isWhole, isOption: isOption)
        }
        let isShort = options.contains {
            range.upperBound - start == $0.utf8CodeUnitCount && bytes.holds($0, at: start)
        }
        return isOption && isShort
            ? Name(
                range: range, isStrong: false, isWhole: false,
                isOption: hasDash || range.upperBound - start > 1) : nil
    }

    // MARK: Values

    private static func value(after name: Name, _ bytes: [UInt8]) -> Range<Int>? {
        let end = name.range.upperBound
        var place = end
        while let byte = bytes.byte(at: place), byte.isQuote || byte == UInt8(ascii: "]") {
            place += 1
        }
        let closed = place
        place = bytes.afterBlanks(place)
        guard let next = bytes.byte(at: place) else { return nil }
        if bytes.holds("is now:", at: place) {
            return named(bytes.value(at: bytes.afterBlanks(place + 7)), bytes)
        }
        switch next {
        case UInt8(ascii: "="):
            let start = bytes.holds("=>", at: place) ? place + 2 : place + 1
            return named(bytes.value(at: bytes.afterBlanks(start)), bytes)
        case UInt8(ascii: ":"):
            return afterColon(place + 1, name, bytes)
        case UInt8(ascii: ">"): return element(name, place + 1, bytes)
        default:
            guard place > closed || closed > end else { return nil }
            return word(at: place, name, bytes)
        }
    }

    /// `: VALUE` is prose as often as not: a weak word has to be all of a name there.
    private static func afterColon(
        _ colon: Int, _ name: Name, _ bytes: [UInt8]
    ) -> Range<Int>? {
        let assigns = bytes.byte(at: colon) == UInt8(ascii: "=")
        let start = bytes.afterBlanks(assigns ? colon + 1 : colon)
        guard let first = bytes.byte(at: start) else { return nil }
        if start == colon || assigns || first.isQuote {
            return named(bytes.value(at: start), bytes)
        }
        guard name.isStrong || name.isWhole else { return nil }
        // People's passwords may hold blanks.
        if name.isStrong { return start..<bytes.count }
        let value = bytes.value(at: start)
        // `Got no license key: No license available` is what an admin has to read.
        return isState(value, bytes) ? nil : named(value, bytes)
    }

    private static func isState(_ value: Range<Int>, _ bytes: [UInt8]) -> Bool {
        states.contains {
            value.count == $0.utf8CodeUnitCount && bytes.holds($0, at: value.lowerBound)
        }
    }

    private static func element(_ name: Name, _ start: Int, _ bytes: [UInt8]) -> Range<Int>? {
        guard bytes.byte(at: name.range.lowerBound - 1) == UInt8(ascii: "<") else { return nil }
        var start = start
        var depth = 0
        // `<Password><Value>…</Value>`.
        while depth < mostElements, bytes.byte(at: start) == UInt8(ascii: "<"),
            bytes.byte(at: start + 1) != UInt8(ascii: "/"),
            let end = bytes[start...].firstIndex(of: UInt8(ascii: ">"))
        {
            start = end + 1
            depth += 1
        }
        guard start < bytes.count else { return nil }
        return start..<(bytes[start...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count)
    }

    /// `--password VALUE`, `password is VALUE`, and `password VALUE` where that looks like one.
    private static func word(at place: Int, _ name: Name, _ bytes: [UInt8]) -> Range<Int>? {
        let value = bytes.value(at: place)
        guard !value.isEmpty else { return nil }
        if name.isOption {
            let isNext =
                bytes[place] == UInt8(ascii: "-")
                || (bytes[place] == UInt8(ascii: "/") && value.count < 16)
            return isNext ? nil : named(value, bytes)
        }
        guard name.isStrong || name.isWhole else { return nil }
        for verb: StaticString in ["is ", "ist ", "lautet "] where bytes.holds(verb, at: place) {
            let start = bytes.afterBlanks(place + verb.utf8CodeUnitCount)
            let value = bytes.value(at: start)
            return isState(value, bytes) ? nil : named(value, bytes)
        }
        let looksSecret =
            bytes[place].isQuote
            || (value.count >= 4
                && bytes[value].contains { $0.isDigit || "!$%&+#@*?".utf8.contains($0) })
        return looksSecret ? named(value, bytes) : nil
    }

    /// A value, unless it is the name of a variable.
    private static func named(_ value: Range<Int>, _ bytes: [UInt8]) -> Range<Int>? {
        guard let first = bytes.byte(at: value.lowerBound), !value.isEmpty else { return nil }
        let isVariable =
            (first == UInt8(ascii: "$") || first == UInt8(ascii: "%")) && value.count > 2
            && bytes[value.upperBound - 1] == first
            && bytes[value].dropFirst().dropLast().allSatisfy { $0.isAlphanumeric || $0 == 0x5F }
        return isVariable ? nil : value
    }
}

extension UInt8 {
    /// Whether it may be part of a name that a value is assigned to.
    fileprivate var isNamePart: Bool {
        isAlphanumeric || self >= 0x80 || "_$%-.".utf8.contains(self)
    }
}
