import Foundation

extension OpsiMock.Clock {
    /// The time in the format of the server's objects.
    ///
    /// - Parameter utcOffset: The seconds that the server's local time is ahead of UTC.
    /// - Returns: Such as `2026-06-15 12:00:00`.
    public func text(utcOffset: Int = 0) -> String { WireTime.text(now + utcOffset) }

    /// The Unix time in seconds.
    var now: Int {
        switch self {
        case .system: Int(Date().timeIntervalSince1970)
        case .fixed(let seconds): seconds
        case .offset(let seconds): Int(Date().timeIntervalSince1970) &+ seconds
        }
    }
}
