/// The logs of a server's clients.
struct LogStore: Sendable {
    /// One write keeps no more than this, from its beginning on.
    static let hardLimit = 10_000_000

    /// A log that would grow beyond this is moved away, and only what is new stays.
    var limit = 5_000_000
    private var texts: [LogName: String] = [:]

    /// A log, or as much of its **beginning** as the limit allows, back to the end of a line; an
    /// empty text where there is none.
    ///
    /// - Parameters:
    ///   - log: which.
    ///   - limit: in characters; 0 for no limit.
    /// - Returns: the text.
    func text(_ log: LogName, limit: Int) -> String {
        Self.beginning(of: texts[log] ?? "", limit: limit)
    }

    func has(_ log: LogName) -> Bool { texts[log] != nil }

    static func beginning(of text: String, limit: Int) -> String {
        guard limit > 0, text.unicodeScalars.count > limit else { return text }
        let beginning = text.unicodeScalars.prefix(limit)
        guard let end = beginning.lastIndex(of: "\n"), end > beginning.startIndex else {
            return String(beginning)
        }
        return String(beginning[...end])
    }

    mutating func write(_ log: LogName, _ text: String, append: Bool) {
        let text = Self.cut(text)
        let old = append ? texts[log] ?? "" : ""
        texts[log] = old.utf8.count + text.utf8.count > limit ? text : old + text
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > hardLimit else { return text }
        let bytes = text.utf8.prefix(hardLimit)
        guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")), end > bytes.startIndex else {
            return String(decoding: bytes, as: UTF8.self)
        }
        return String(decoding: bytes[...end], as: UTF8.self)
    }
}
