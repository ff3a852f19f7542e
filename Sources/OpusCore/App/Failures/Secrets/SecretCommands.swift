/// Finds secrets that stand in a command without a word before them: in `net use`, after an
/// authorization's scheme, and in addresses.
///
/// A line may be megabytes long, and made to be slow: no part of it is looked at again and again.
enum SecretCommands {
    static func find(in bytes: [UInt8], _ secrets: inout SecretRanges) {
        // One `net use` looks at all that follows it; one `/user:`, at what follows its word.
        var sawNetUse = false
        var endAfterUser = 0
        for index in bytes.indices {
            switch bytes[index].lowered {
            case UInt8(ascii: "u"):
                if !sawNetUse, bytes.holds("use ", at: index), isNet(before: index, bytes) {
                    sawNetUse = true
                    findInNetUse(from: index + 4, bytes, &secrets)
                } else if index >= endAfterUser, bytes.holds("user:", at: index),
                    bytes.byte(at: index - 1) == 0x2F
                {
                    endAfterUser = bytes.endOfWord(index)
                    findAfterUser(endAfterUser, bytes, &secrets)
                }
            case UInt8(ascii: "b"):
                for scheme: StaticString in ["basic ", "bearer "]
                where bytes.holds(scheme, at: index) && isBehindColon(index, bytes) {
                    let start = bytes.afterBlanks(index + scheme.utf8CodeUnitCount)
                    secrets.add(bytes.value(at: start), in: bytes)
                }
            case UInt8(ascii: ":"):
                if bytes.holds("://", at: index) { findInAddress(index + 3, bytes, &secrets) }
            case UInt8(ascii: "-"):
                // `curl -u NAME:PASSWORD`
                if bytes.holds("-u ", at: index) || bytes.holds("--user ", at: index) {
                    findInPair(bytes.afterBlanks(bytes.endOfWord(index)), bytes, &secrets)
                }
            default: break
            }
        }
    }

    /// Whether `net` or `net.exe` comes before `use`.
    private static func isNet(before index: Int, _ bytes: [UInt8]) -> Bool {
        var end = index
        while end > 0, bytes[end - 1].isBlank || bytes[end - 1].isQuote { end -= 1 }
        return bytes.holds("net", at: end - 3) || bytes.holds("net.exe", at: end - 7)
            || bytes.holds("net1", at: end - 4)
    }

    /// All words that are neither a drive, a share nor an option: `net use X: \\srv\share
    /// PASSWORD /user:NAME`.
    private static func findInNetUse(
        from start: Int, _ bytes: [UInt8], _ secrets: inout SecretRanges
    ) {
        var index = bytes.afterBlanks(start)
        var hasShare = false
        while index < bytes.count {
            let isShare =
                bytes.holds("\\\\", at: index) || bytes.holds("\"\\\\", at: index)
            let value = bytes.value(at: index)
            let isOption = bytes[index] == 0x2F
            if hasShare, !isOption, !isShare { secrets.add(value, in: bytes) }
            hasShare = hasShare || isShare
            index = bytes.afterBlanks(max(value.upperBound, bytes.endOfWord(index)))
        }
    }

    /// `/user:NAME PASSWORD`
    private static func findAfterUser(
        _ end: Int, _ bytes: [UInt8], _ secrets: inout SecretRanges
    ) {
        let start = bytes.afterBlanks(end)
        guard let first = bytes.byte(at: start), first != 0x2F, first != UInt8(ascii: "-"),
            !bytes.holds("\\\\", at: start)
        else { return }
        secrets.add(bytes.value(at: start), in: bytes)
    }

    private static func isBehindColon(_ index: Int, _ bytes: [UInt8]) -> Bool {
        var end = index
        while end > 0, bytes[end - 1].isBlank || bytes[end - 1].isQuote { end -= 1 }
        return bytes.byte(at: end - 1) == UInt8(ascii: ":")
            || bytes.byte(at: end - 1) == UInt8(ascii: "=") || index == 0
    }

    /// `https://NAME:PASSWORD@HOST`
    private static func findInAddress(
        _ start: Int, _ bytes: [UInt8], _ secrets: inout SecretRanges
    ) {
        let authority = bytes[start...].prefix {
            !$0.isBlank && $0 != UInt8(ascii: "/") && !$0.isQuote
        }
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")),
            let colon = authority[..<at].firstIndex(of: UInt8(ascii: ":"))
        else { return }
        secrets.add(colon + 1..<at, in: bytes)
    }

    private static func findInPair(
        _ start: Int, _ bytes: [UInt8], _ secrets: inout SecretRanges
    ) {
        let value = bytes.value(at: start)
        guard let colon = bytes[value].firstIndex(of: UInt8(ascii: ":")), colon > start + 1 else {
            return
        }
        secrets.add(colon + 1..<value.upperBound, in: bytes)
    }
}
