import OpusCore

/// Moments, as programs and people read them.
enum Timestamp {
    /// ISO 8601 in UTC, such as `2026-11-22T19:06:15Z`.
    static func iso(_ unixTime: Int) -> String {
        let days = Int((Double(unixTime) / 86_400).rounded(.down))
        let (year, month, day) = date(days: days)
        let second = unixTime - days * 86_400
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
            + "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))Z"
    }

    /// How long ago something was, roughly: `4 min ago`; `in 3 days` for what is after now.
    static func age(of unixTime: Int, now: Int) -> String {
        let (difference, overflow) = now.subtractingReportingOverflow(unixTime)
        guard !overflow else { return "at no time" }
        return switch difference {
        // What is written while the answer comes may be a moment ahead.
        case -ServerCheck.toleratedSeconds..<60: "just now"
        case 60...: "\(length(difference)) ago"
        default: "in \(length(-difference))"
        }
    }

    /// A length of time in its largest unit.
    private static func length(_ seconds: Int) -> String {
        switch seconds {
        case ..<3_600: "\(max(1, seconds / 60)) min"
        case ..<172_800: "\(seconds / 3_600) h"
        case ..<(2 * 31_557_600): "\(seconds / 86_400) days"
        default: "\(seconds / 31_557_600) years"
        }
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

    private static func padded(_ number: Int, _ width: Int) -> String {
        let text = "\(number)"
        return String(repeating: "0", count: max(0, width - text.count)) + text
    }
}
