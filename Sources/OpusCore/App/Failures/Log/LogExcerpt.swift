/// A line of a log that tells something, fit to be shown: secrets in it are masked.
public struct LogExcerpt: Sendable, Equatable, Codable {
    /// Its number in the log; the first line is 1.
    public let line: Int
    /// Its level: 2 is critical, 3 an error, 4 a warning, 6 an information.
    public let level: Int
    /// Its text, without indentation.
    public let text: String
    /// Whether something in it was masked.
    public let isMasked: Bool
}

/// A line that is kept until its run has ended and it is clear whether it tells anything.
struct KeptLine {
    /// More of a line tells nothing more, and a log may hold lines of any length.
    private static let mostBytes = 2_048

    let line: Int
    let level: Int
    private let bytes: [UInt8]

    init(_ text: LogText, line: Int, level: Int) {
        self.line = line
        self.level = level
        bytes = text.prefix(Self.mostBytes).wholeWords(of: text).bytes
    }

    var excerpt: LogExcerpt {
        let masked = MaskedText(String(decoding: bytes, as: UTF8.self))
        return LogExcerpt(line: line, level: level, text: masked.text, isMasked: masked.isMasked)
    }
}

extension LogText {
    /// Itself where it is all of a text, else without its last word: half a secret would look like
    /// none.
    func wholeWords(of text: LogText) -> LogText {
        guard count < text.count else { return self }
        var end = count
        while end > 0, base[end - 1] != UInt8(ascii: " ") { end -= 1 }
        return prefix(end)
    }
}
