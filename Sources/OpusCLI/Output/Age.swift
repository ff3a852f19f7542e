import OpusCore

/// How long ago something was, as people read it.
enum Age {
    /// How long ago it was, roughly: `4 min ago`; `in 3 days` for what is after now.
    static func text(of unixTime: Int, now: Int) -> String {
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
}
