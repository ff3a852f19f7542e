/// Durations as people write them: `60s`, `5m`, `1h30m`, `500ms`.
public enum DurationText {
    /// Longer ones are surely slips, and sums of them could overflow.
    public static let longest = Duration.seconds(366 * 86_400)

    private static let units: [(name: String, length: Duration)] = [
        ("d", .seconds(86_400)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ("ms", .milliseconds(1)),
    ]

    /// A duration as it is written, to the millisecond.
    ///
    /// - Parameter duration: a duration of at least zero.
    /// - Returns: such as `1h30m`.
    public static func text(_ duration: Duration) -> String {
        var rest = duration
        var text = ""
        for unit in units {
            let number = Int(rest / unit.length)
            guard number > 0 else { continue }
            text += "\(number)\(unit.name)"
            rest -= unit.length * number
        }
        return text.isEmpty ? "0s" : text
    }

    /// Reads whole numbers with units, largest unit first, each at most once.
    ///
    /// - Parameter text: such as `1h30m`.
    /// - Returns: the duration; nil for anything else, for nothing, and for what is longer than
    ///   `longest`.
    public static func parse(_ text: String) -> Duration? {
        var rest = text[...]
        var remaining = units[...]
        var total = Duration.zero
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count)
            let name = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(name.count)
            guard digits.count <= 12, let number = Int(digits),
                let index = remaining.firstIndex(where: { $0.name == name })
            else { return nil }
            let length = remaining[index].length
            guard Double(number) * (length / .seconds(1)) <= longest / .seconds(1) else {
                return nil
            }
            total += length * number
            remaining = remaining[(index + 1)...]
        } while !rest.isEmpty
        return total <= longest ? total : nil
    }
}
