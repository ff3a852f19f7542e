import NIOHTTP1

/// Who is answered next on one connection.
///
/// An answer's end lets the next request in before it returns: answered from there, a connection
/// full of requests would be as many calls deep. So it waits until the turn is over. There is never
/// a second one that waits, as the next is let through once this one has its answer.
enum AnswerTurn {
    /// How many requests that wait already are answered in one turn: other connections wait for the
    /// thread, too.
    static let longest = 16

    case free
    case taken(next: HTTPRequestHead?)

    init() { self = .free }

    /// Has a request wait, if it has to.
    mutating func isTaken(by request: HTTPRequestHead) -> Bool {
        guard case .taken = self else { return false }
        self = .taken(next: request)
        return true
    }

    /// Begins a turn; false where it is one already.
    mutating func begin() -> Bool {
        guard case .free = self else { return false }
        self = .taken(next: nil)
        return true
    }

    /// Takes out the request that waits.
    mutating func next() -> HTTPRequestHead? {
        guard case .taken(let next) = self else { return nil }
        self = .taken(next: nil)
        return next
    }

    /// Ends the turn.
    ///
    /// - Returns: the request that still waits.
    mutating func end() -> HTTPRequestHead? {
        defer { self = .free }
        return next()
    }
}
