/// Durations as people write them: `60s`, `5m`, `1h30m`, `500ms`.
enum DurationText {
    /// Longer ones are surely slips, and sums of them could overflow.
    static let longest = Duration.seconds(366 * 86_400)

    private static let units: [(name: String, length: Duration)] = [
        ("d", .seconds(86_400)), ("h", .seconds(3600)), ("m", .seconds(60)), ("s", .seconds(1)),
        ("ms", .milliseconds(1)),
    ]

    /// A duration as it is written, to the millisecond.
    static func text(_ duration: Duration) -> String {
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

    /// Reads whole numbers with units, largest unit first, each at most once; nil for anything
    /// else, for nothing, and for what is longer than `longest`.
    static func parse(_ text: String) -> Duration? {
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
            guard Double(number) * length.seconds <= longest.seconds else { return nil }
            total += length * number
            remaining = remaining[(index + 1)...]
        } while !rest.isEmpty
        return total <= longest ? total : nil
    }
}
