import Foundation

extension OpsiMock.Clock {
    /// The Unix time in seconds.
    var now: Int {
        switch self {
        case .system: Int(Date().timeIntervalSince1970)
        case .fixed(let seconds): seconds
        case .offset(let seconds): Int(Date().timeIntervalSince1970) &+ seconds
        }
    }
}
