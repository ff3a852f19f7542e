import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The date in the form of HTTP's header fields.
enum HTTPDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    private static let latest = Mutex((second: 0, text: ""))

    /// The time now, in Unix seconds.
    static var seconds: Int { Int(time(nil)) }

    /// The date now; written once a second.
    static var now: String {
        let second = seconds
        return latest.withLock { latest in
            if latest.second != second { latest = (second, text(unixTime: second)) }
            return latest.text
        }
    }

    /// A date, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func text(unixTime: Int) -> String {
        var seconds = time_t(unixTime)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = days[Int(parts.tm_wday)]
        let month = months[Int(parts.tm_mon)]
        return "\(day), \(digits(parts.tm_mday)) \(month) \(parts.tm_year + 1900)"
            + " \(digits(parts.tm_hour)):\(digits(parts.tm_min)):\(digits(parts.tm_sec)) GMT"
    }
}
