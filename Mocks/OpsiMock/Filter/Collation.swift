import Foundation

/// How the server's database compares texts: without case, accents and trailing spaces.
enum Collation {
    /// Two texts are equal to the database when their keys are, and ordered as their keys are.
    static func key(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            guard byte < 0x80 else { return foldedKey(text) }
            bytes.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
        }
        while bytes.last == 0x20 { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func foldedKey(_ text: String) -> String {
        var key = text.replacing("ß", with: "s")
            .folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .uppercased()
        while key.last == " " { key.removeLast() }
        return key
    }

    static func areEqual(_ first: String, _ second: String) -> Bool {
        first == second || key(first) == key(second)
    }
}
