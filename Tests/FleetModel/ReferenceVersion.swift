/// opsi's version order, step by step as it is described, with texts and nothing clever.
package enum ReferenceVersion {
    /// The tokens that are compared; nil for what is no version.
    package static func tokens(_ version: String) -> [String]? {
        // 1. Cut at the first `~`.
        var text =
            version.split(separator: "~", omittingEmptySubsequences: false).first.map(String.init)
            ?? ""
        if text.hasSuffix("\n") { text.removeLast() }
        // 2. At most two parts, of certain characters and lengths.
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count <= 2 else { return nil }
        let allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789."
        for (index, part) in parts.enumerated() {
            guard part.count >= 1, part.count <= (index == 0 ? 32 : 16),
                part.allSatisfy({ allowed.contains($0) })
            else { return nil }
        }
        // 3. Lower-case; runs of digits, runs of letters and `-`.
        var words: [String] = []
        var previous = ""
        for character in text.lowercased() {
            let kind =
                character.isNumber ? "digit" : character.isLetter ? "letter" : String(character)
            if kind == previous, kind == "digit" || kind == "letter" {
                words[words.count - 1].append(character)
            } else if kind != "." {
                words.append(String(character))
            }
            previous = kind
        }
        // 4. Some words have a rank.
        let ranks = ["pre": "c", "preview": "c", "rc": "c", "dev": "@", "-": "final-"]
        // 5. and 6.
        var tokens: [String] = []
        for word in words + ["final"] {
            let ranked = ranks[word] ?? word
            if word.allSatisfy(\.isNumber) {
                tokens.append(String(repeating: "0", count: max(0, 8 - word.count)) + word)
                continue
            }
            let token = "*" + ranked
            if less(token, "*final") {
                while tokens.last == "*final-" { tokens.removeLast() }
            }
            while tokens.last == "00000000" { tokens.removeLast() }
            tokens.append(token)
        }
        return tokens
    }

    /// -1, 0 or 1; nil where one of them is no version.
    package static func compare(_ left: String, _ right: String) -> Int? {
        guard let left = tokens(left), let right = tokens(right) else { return nil }
        for (one, other) in zip(left, right) where one != other { return less(one, other) ? -1 : 1 }
        return (left.count - right.count).signum()
    }

    private static func less(_ left: String, _ right: String) -> Bool {
        Array(left.unicodeScalars).lexicographicallyPrecedes(Array(right.unicodeScalars))
    }
}
