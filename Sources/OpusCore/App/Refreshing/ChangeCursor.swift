import OpusServer

/// From which time on changed rows are asked for.
///
/// The server's clock and its database's may differ, so the cursor is the newest time that a row
/// was seen with. A row has the time of its writing but is seen when the server has committed it, so
/// rows may still come that are older; what was written shortly before is read again, until the
/// server's clock shows that this is long over.
struct ChangeCursor: Equatable {
    /// Seconds that are read again: the longest time that a server is expected to take from the
    /// time of a row to its commit. Writing the rows of many clients in one call takes many seconds,
    /// and one under load some more.
    static let overlap = 60
    /// Seconds by the server's clock after which nothing can come any more with a time seen before:
    /// twice the overlap, as a commit that takes all of it may begin right after a row was seen.
    static let settling = 120
    /// Seconds before the full read that are asked for where no row has told how the database's
    /// clock differs from the server's.
    static let unknownDifference = 3_600

    /// The newest time of a row, in seconds of the server's local clock; nil where none has one.
    private var newest: Int?
    /// The server's local clock when everything was read; nil before that.
    private var readAll: Int?
    /// The server's clock when a row with that time was first asked for and found.
    private var seenAt: Int?
    private var isSettled = false

    /// The time after which changed rows are asked for.
    ///
    /// - Parameter clock: the server's clock before asking.
    /// - Returns: the time.
    func start(_ clock: ServerClock) -> LocalTimestamp {
        guard let newest else {
            // What was written since the full read is wanted, however long ago that is.
            let since = min(readAll ?? clock.localSeconds, clock.localSeconds)
            return LocalTimestamp(seconds: max(0, since - Self.unknownDifference))
        }
        return LocalTimestamp(seconds: isSettled ? newest : newest - Self.overlap - 1)
    }

    /// Learns from the rows of a full read.
    ///
    /// - Parameters:
    ///   - rows: rows.
    ///   - clock: the server's clock before the first row was asked for. Times after it are no
    ///     measure: a writer may have sent one of the year 2099.
    mutating func sawAll(_ rows: some Sequence<ProductState>, _ clock: ServerClock) {
        newest = Self.newest(rows, clock, newest)
        readAll = min(readAll ?? clock.localSeconds, clock.localSeconds)
    }

    /// Learns from changed rows.
    ///
    /// - Parameters:
    ///   - rows: the rows that came.
    ///   - clock: the server's clock before they were asked for.
    ///   - answered: the server's clock when they came, in Unix seconds.
    mutating func sawChanged(_ rows: [ProductState], _ clock: ServerClock, answered: Int?) {
        let now = Self.newest(rows, clock, newest)
        if now == newest, let seenAt {
            isSettled = isSettled || clock.unixTime >= seenAt + Self.settling
        } else {
            newest = now
            seenAt = answered
            isSettled = false
        }
    }

    private static func newest(
        _ rows: some Sequence<ProductState>, _ clock: ServerClock, _ start: Int?
    ) -> Int? {
        rows.reduce(start) { newest, row in
            let time = Int(row.modified)
            guard time > 0, time <= clock.localSeconds else { return newest }
            return max(newest ?? time, time)
        }
    }
}
