/// A part of a whole, in hundredths of a percent.
public struct RolloutShare: Sendable, Equatable, Comparable {
    /// From 0 to 10,000.
    public let hundredths: Int

    /// A share from hundredths of a percent; nil for what is no part of a whole.
    ///
    /// - Parameter hundredths: from 0 to 10,000.
    public init?(hundredths: Int) {
        guard (0...10_000).contains(hundredths) else { return nil }
        self.hundredths = hundredths
    }

    private init(checked hundredths: Int) { self.hundredths = hundredths }

    /// Nothing of it.
    public static let none = RolloutShare(checked: 0)
    /// All of it.
    public static let all = RolloutShare(checked: 10_000)

    /// Reads a share such as `5%` or `2.5%`; nil for anything else.
    ///
    /// - Parameter text: the text.
    public init?(_ text: String) {
        guard text.last == "%" else { return nil }
        let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = parts.first, !whole.isEmpty,
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }), whole.count <= 3,
            let percent = Int(whole)
        else { return nil }
        var hundredths = percent * 100
        if parts.count == 2 {
            guard (1...2).contains(parts[1].count), let rest = Int(parts[1]) else { return nil }
            hundredths += parts[1].count == 1 ? rest * 10 : rest
        }
        self.init(hundredths: hundredths)
    }

    /// The least number that is at least this share of a whole.
    ///
    /// - Parameter whole: the whole.
    /// - Returns: the number.
    public func rounded(up whole: Int) -> Int { (whole * hundredths + 9_999) / 10_000 }

    /// Whether a part is more than this share of a whole.
    func isExceeded(by part: Int, of whole: Int) -> Bool { part * 10_000 > whole * hundredths }

    /// Whether the left share is smaller.
    public static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }
}

extension RolloutShare: LosslessStringConvertible {
    /// Such as `5%`, as it is read.
    public var description: String {
        let rest = hundredths % 100
        guard rest > 0 else { return "\(hundredths / 100)%" }
        let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
        return "\(hundredths / 100).\(digits)%"
    }
}
