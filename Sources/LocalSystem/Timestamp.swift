/// Moments as people and programs read them.
public enum Timestamp {
    /// UTC to the millisecond: `2026-09-21T14:13:20.007Z`.
    ///
    /// - Parameters:
    ///   - seconds: the moment, in Unix seconds.
    ///   - nanoseconds: how long after.
    /// - Returns: its text.
    public static func milliseconds(seconds: Int, nanoseconds: Int) -> String {
        let (date, clock) = parts(seconds)
        return "\(date)T\(clock).\(digits(nanoseconds / 1_000_000, 3))Z"
    }

    /// UTC to the second: `2026-09-21 14:13:20 UTC`.
    ///
    /// - Parameter unixTime: the moment, in Unix seconds.
    /// - Returns: its text, for people.
    public static func seconds(_ unixTime: Double) -> String {
        let (date, clock) = parts(whole(unixTime))
        return "\(date) \(clock) UTC"
    }

    /// ISO 8601 in UTC to the second: `2026-09-21T14:13:20Z`.
    ///
    /// - Parameter unixTime: the moment, in Unix seconds.
    /// - Returns: its text, for programs.
    public static func iso(_ unixTime: Double) -> String { iso(whole(unixTime)) }

    /// ISO 8601 in UTC to the second: `2026-09-21T14:13:20Z`.
    ///
    /// - Parameter unixTime: the moment, in Unix seconds.
    /// - Returns: its text, for programs.
    public static func iso(_ unixTime: Int) -> String {
        let (date, clock) = parts(unixTime)
        return "\(date)T\(clock)Z"
    }

    private static func whole(_ unixTime: Double) -> Int {
        Int(exactly: unixTime.rounded(.down)) ?? 0
    }

    private static func parts(_ seconds: Int) -> (date: String, clock: String) {
        let days = Int((Double(seconds) / 86_400).rounded(.down))
        let (year, month, day) = date(days: days)
        let second = seconds - days * 86_400
        return (
            "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))",
            "\(digits(second / 3_600, 2)):\(digits(second / 60 % 60, 2)):\(digits(second % 60, 2))"
        )
    }

    /// The date so many days after 1970-01-01, counted in years that begin in March.
    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = Int((Double(shifted) / 146_097).rounded(.down))
        let dayOfEra = shifted - era * 146_097
        let yearOfEra =
            (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    private static func digits(_ number: some BinaryInteger, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
