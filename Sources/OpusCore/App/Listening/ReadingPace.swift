/// How often something is read of which no event tells: with every so many refreshes, and no later than
/// some time after it was read last, as refreshes may be rare.
struct ReadingPace: Sendable {
    /// The clock with its offset to UTC; its time alone comes with every answer. When the offset
    /// changes, times are an hour wrong until it is read.
    static let clock = ReadingPace(refreshes: 2, time: .seconds(120))
    /// What each depot has.
    static let products = ReadingPace(refreshes: 2, time: .seconds(120))
    /// Groups and their members, the largest of the answers that are read so.
    static let groups = ReadingPace(refreshes: 5, time: .seconds(300))

    private let refreshes: Int
    private let time: Duration
    /// Refreshes since it was read last, and when that was.
    private var passed = 0
    private var last = Duration.zero

    private init(refreshes: Int, time: Duration) {
        self.refreshes = refreshes
        self.time = time
    }

    /// Whether the next refresh is to read it.
    func isDue(at now: Duration) -> Bool { passed + 1 >= refreshes || now - last >= time }

    /// Takes in that a refresh has ended.
    ///
    /// - Parameters:
    ///   - hasRead: whether it was read.
    ///   - now: when the refresh ended.
    mutating func refreshed(hasRead: Bool, at now: Duration) {
        passed = hasRead ? 0 : passed + 1
        if hasRead { last = now }
    }
}
