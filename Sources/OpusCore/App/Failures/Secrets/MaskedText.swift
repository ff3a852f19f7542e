/// A text from a log or from a package's script, with what looks like a secret masked.
///
/// opsi-script hides what was declared confidential, and nothing else: command lines hold licence
/// keys and passwords at any level. Values after words such as `password` or `key` are masked,
/// options and the arguments of `net use`, credentials in addresses, host keys and product keys.
/// Whoever shows a text says that something was masked.
public struct MaskedText: Sendable, Equatable {
    /// What stands for a secret.
    public static let mask = "***"

    /// The text to show.
    public let text: String
    /// Whether something in it was masked.
    public let isMasked: Bool

    /// Masks a text.
    ///
    /// - Parameter text: one line.
    public init(_ text: String) {
        let bytes = Array(text.utf8)
        var secrets = SecretRanges()
        SecretWords.find(in: bytes, &secrets)
        SecretCommands.find(in: bytes, &secrets)
        SecretShapes.find(in: bytes, &secrets)
        let ranges = secrets.merged
        isMasked = !ranges.isEmpty
        guard isMasked else {
            self.text = text
            return
        }
        var shown: [UInt8] = []
        var position = 0
        for range in ranges {
            shown += bytes[position..<range.lowerBound]
            shown += Self.mask.utf8
            position = range.upperBound
        }
        shown += bytes[position...]
        self.text = String(decoding: shown, as: UTF8.self)
    }
}

/// Where secrets are in a line's bytes.
struct SecretRanges {
    private var ranges: [Range<Int>] = []

    /// Adds a value, unless there is none, or another program has masked it already.
    mutating func add(_ range: Range<Int>, in bytes: [UInt8]) {
        guard !range.isEmpty, !bytes[range].starts(with: "***".utf8) else { return }
        ranges.append(range)
    }

    /// The ranges in their order, those that touch as one.
    var merged: [Range<Int>] {
        var merged: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, last.upperBound >= range.lowerBound {
                merged[merged.count - 1] =
                    last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
    }
}
