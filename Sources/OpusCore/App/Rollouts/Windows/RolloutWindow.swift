/// The hours of the week in which a rollout may ask clients for something, by the clocks of a
/// time zone: `Mo-Fr 22:00-05:00`.
///
/// What ends at an earlier hour than it begins ends on the next day. Whether the window is open
/// hangs on what clocks on the wall show, so that it is right when they change: an hour that comes
/// twice is in it twice, and one that is left out opens nothing.
public struct RolloutWindow: Sendable, Equatable {
    private struct Part: Equatable {
        /// Monday being 0.
        var days: Set<Int>
        /// Minutes of the day; the end may be beyond it.
        var start: Int
        var end: Int
    }

    /// As it was written.
    public let text: String
    private let parts: [Part]

    private static let days: [[String]] = [
        ["mo", "mon"], ["tu", "tue", "di"], ["we", "wed", "mi"], ["th", "thu", "do"],
        ["fr", "fri"], ["sa", "sat"], ["su", "sun", "so"],
    ]

    /// Reads hours of the week, several with commas between them; nil for anything else.
    ///
    /// - Parameter text: such as `Mo-Fr 22:00-05:00, Sa-Su 00:00-24:00`.
    public init?(_ text: String) {
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        let parts = pieces.compactMap(Self.part)
        guard !pieces.isEmpty, parts.count == pieces.count else { return nil }
        self.text = text
        self.parts = parts
    }

    private static func part(_ text: Substring) -> Part? {
        let words = text.split(separator: " ")
        guard words.count == 2, let days = days(words[0]) else { return nil }
        let hours = words[1].split(separator: "-", omittingEmptySubsequences: false)
        guard hours.count == 2, let start = minutes(hours[0]), let end = minutes(hours[1]),
            start != end, start < 1_440
        else { return nil }
        return Part(days: days, start: start, end: end < start ? end + 1_440 : end)
    }

    private static func days(_ text: Substring) -> Set<Int>? {
        let names = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = names.compactMap { name in
            days.firstIndex { $0.contains(name.lowercased()) }
        }
        guard numbers.count == names.count, (1...2).contains(numbers.count) else { return nil }
        guard numbers.count == 2 else { return [numbers[0]] }
        let length = (numbers[1] - numbers[0] + 7) % 7
        return Set((0...length).map { (numbers[0] + $0) % 7 })
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute),
            hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    /// Whether clients may be asked at a moment.
    ///
    /// - Parameters:
    ///   - unixTime: the moment, in Unix seconds.
    ///   - zone: the zone whose clocks count.
    /// - Returns: true within the hours.
    public func isOpen(at unixTime: Int, in zone: ZoneRules) -> Bool {
        let (weekday, second) = zone.wallTime(at: unixTime)
        let minute = second / 60
        return parts.contains { part in
            part.days.contains(weekday) && (part.start..<part.end).contains(minute)
                || part.days.contains((weekday + 6) % 7)
                    && (part.start..<part.end).contains(minute + 1_440)
        }
    }

    /// The next moment at which it is open: that moment itself, where it is open then.
    ///
    /// - Parameters:
    ///   - unixTime: the moment, in Unix seconds.
    ///   - zone: the zone whose clocks count.
    /// - Returns: Unix seconds; nil where it does not open for five weeks.
    public func opening(from unixTime: Int, in zone: ZoneRules) -> Int? {
        guard !isOpen(at: unixTime, in: zone) else { return unixTime }
        // Clocks change at whole minutes.
        let first = (unixTime / 60 + 1) * 60
        return stride(from: first, to: first + 35 * 86_400, by: 60)
            .first { isOpen(at: $0, in: zone) }
    }
}
