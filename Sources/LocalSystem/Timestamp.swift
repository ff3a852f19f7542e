#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

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
    public static func iso(_ unixTime: Double) -> String {
        let (date, clock) = parts(whole(unixTime))
        return "\(date)T\(clock)Z"
    }

    private static func whole(_ unixTime: Double) -> Int {
        Int(exactly: unixTime.rounded(.down)) ?? 0
    }

    private static func parts(_ seconds: Int) -> (date: String, clock: String) {
        var seconds = time_t(seconds)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return (
            "\(digits(parts.tm_year + 1900, 4))-\(digits(parts.tm_mon + 1, 2))-"
                + digits(parts.tm_mday, 2),
            "\(digits(parts.tm_hour, 2)):\(digits(parts.tm_min, 2)):\(digits(parts.tm_sec, 2))"
        )
    }

    private static func digits(_ number: some BinaryInteger, _ count: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
    }
}
