/// The exit code that a reason speaks of.
struct ReasonCode: Equatable {
    let code: ResultCode
    /// Whether the reason calls it a code, or holds no more than a number that looks like one.
    let isNamed: Bool

    /// Looks for a code in a script's reason, such as `ExitCode = 1603 ERROR_INSTALL_FAILURE` or
    /// `Another installation is in progress (1618)`. Codes of success are none.
    ///
    /// - Parameter reason: one line of text.
    init?(in reason: String) {
        var previous: [Substring] = []
        for word in reason.split(whereSeparator: Self.isSeparator) {
            guard let number = Self.number(word) else {
                previous = previous.suffix(1) + [word]
                continue
            }
            let code = ResultCode(number)
            let isNamed = Self.isName(previous)
            previous = []
            guard !code.isSuccess, isNamed || code.isWindowsInstaller else { continue }
            self.init(code: code, isNamed: isNamed)
            return
        }
        return nil
    }

    private init(code: ResultCode, isNamed: Bool) {
        self.code = code
        self.isNamed = isNamed
    }

    private static func isSeparator(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return character.isWhitespace }
        return byte <= UInt8(ascii: " ") || "=:,;()[]{}\"'#".utf8.contains(byte)
    }

    /// A decimal number, or one written `0x80070005`.
    private static func number(_ word: Substring) -> Int? {
        let lowered = word.lowercased()
        if lowered.hasPrefix("0x"), lowered.count <= 10 {
            return Int(lowered.dropFirst(2), radix: 16)
        }
        var digits = word
        while digits.last == "." || digits.last == "!" { digits.removeLast() }
        guard digits.count <= 11, let number = Int(digits), abs(number) <= Int(UInt32.max) else {
            return nil
        }
        return number
    }

    /// Whether the words before a number name it a code.
    private static func isName(_ words: [Substring]) -> Bool {
        guard let last = words.last?.lowercased() else { return false }
        return last.hasSuffix("code") || last == "rc" || last == "exit" || last == "returned"
    }
}
