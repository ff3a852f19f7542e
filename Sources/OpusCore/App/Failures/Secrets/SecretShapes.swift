/// Finds what looks like a secret by itself: host keys (32 hexadecimal digits, or more) and product
/// keys (groups of five, parted by dashes).
enum SecretShapes {
    private static let hostKeyDigits = 32
    private static let keyGroup = 5
    /// opsiconfd cuts reasons off: a key at the end may have lost groups.
    private static let fewestGroups = 3

    static func find(in bytes: [UInt8], _ secrets: inout SecretRanges) {
        bytes.forEachRun(of: { $0.isAlphanumeric }) { run in
            if run.count >= hostKeyDigits, bytes[run].allSatisfy(\.isHexDigit) {
                secrets.add(run, in: bytes)
            } else if run.count == keyGroup, let key = productKey(from: run.lowerBound, bytes) {
                secrets.add(key, in: bytes)
                return key.upperBound
            }
            return run.upperBound
        }
    }

    private static func productKey(from start: Int, _ bytes: [UInt8]) -> Range<Int>? {
        var end = start
        var groups = 0
        while true {
            let group = bytes[end...].prefix(keyGroup + 1).prefix(while: \.isAlphanumeric)
            let isLast = group.endIndex == bytes.count
            guard group.count == keyGroup || (isLast && !group.isEmpty && groups > 0) else {
                // A sixth group of another length makes it something else.
                guard groups >= fewestGroups + 2 else { return nil }
                return looksLikeKey(bytes[start..<end - 1]) ? start..<end - 1 : nil
            }
            groups += 1
            end = group.endIndex
            guard bytes.byte(at: end) == UInt8(ascii: "-"), !isLast else { break }
            end += 1
        }
        guard groups >= fewestGroups, looksLikeKey(bytes[start..<end]) else { return nil }
        return start..<end
    }

    /// Words of five letters may be joined by dashes, too.
    private static func looksLikeKey(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.contains(where: \.isDigit) || bytes.allSatisfy { $0 == $0.uppered }
            || bytes.count { $0 == UInt8(ascii: "-") } >= 4
    }
}

extension UInt8 {
    fileprivate var uppered: UInt8 { self &- UInt8(ascii: "a") < 26 ? self & 0xDF : self }
}
