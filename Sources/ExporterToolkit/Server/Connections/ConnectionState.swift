import NIOCore
import NIOHTTP1

/// What a connection is doing, until when it may, and whether it goes on.
///
/// Time and what happens go in, decisions come out; nothing in here waits.
struct ConnectionState {
    /// What a connection is doing, for whoever looks at all of them.
    enum Activity: Equatable {
        /// It was opened, and has not sent anything that could be read.
        case opening
        /// Part of a request has come.
        case receiving
        /// A request is being answered.
        case responding
        /// The answer is made, and the client has yet to fetch it; whether it takes a place of those
        /// of which there are only so many.
        case delivering(isCounted: Bool)
        /// It waits for the next request.
        case idle
        /// It was told off; what it still sends is thrown away.
        case ending
    }

    /// The answer to a request that is made.
    struct Answer {
        let response: WebResponse
        let reply: Reply
        let request: HTTPRequestHead
    }

    private enum Phase {
        case opening
        case receiving
        /// The answer is being made.
        case answering
        /// The answer is made, and waits for the client to fetch those before.
        case waiting(Answer)
        /// The answer is on its way.
        case sending
        case idle
        case ending
    }

    /// How it goes on after the request that is being answered.
    private enum Course {
        case open
        /// It ends with that request, or at once where there is none.
        case draining
        /// The last answer is on its way.
        case leaving
    }

    /// What is to be done with a connection whose time is over.
    enum Expiry: Equatable {
        case close
        /// It sent part of a request, so it is told why.
        case closeWithTimeout
    }

    /// How long a client may take to hear that it was told off.
    private static let farewell = TimeAmount.seconds(2)

    private var phase = Phase.opening
    private var course = Course.open
    /// How many requests have come.
    private var requests = 0
    /// How many answers are on their way that take places: the newest answer may take none, and one
    /// before it still wait for its reader.
    private var placesTaken = 0
    private(set) var deadline: NIODeadline
    private let requestTimeout: TimeAmount
    private let responseTimeout: TimeAmount
    private let idleTimeout: TimeAmount

    init(limits: WebLimits, now: NIODeadline) {
        requestTimeout = TimeAmount(limits.requestTimeout)
        responseTimeout = TimeAmount(limits.responseTimeout)
        idleTimeout = TimeAmount(limits.idleTimeout)
        deadline = now + requestTimeout
    }

    var activity: Activity {
        switch phase {
        case .opening: .opening
        case .receiving: .receiving
        case .answering: .responding
        case .waiting(let answer):
            .delivering(isCounted: answer.reply.isCounted || placesTaken > 0)
        case .sending: .delivering(isCounted: placesTaken > 0)
        case .idle: .idle
        case .ending: .ending
        }
    }

    /// Whether what comes is thrown away, and nothing is said any more.
    var isEnding: Bool { activity == .ending || course == .leaving }

    /// What is to be done now that the deadline has passed.
    var expiry: Expiry { activity == .receiving ? .closeWithTimeout : .close }

    /// Takes in that bytes came. A trickle of them does not move the deadline.
    mutating func received(now: NIODeadline) {
        switch phase {
        case .opening: phase = .receiving
        case .idle:
            phase = .receiving
            deadline = now + requestTimeout
        case .receiving, .answering, .waiting, .sending, .ending: break
        }
    }

    /// Takes in that a request is complete.
    mutating func requested(now: NIODeadline) {
        guard activity != .ending else { return }
        requests += 1
        phase = .answering
        deadline = now + responseTimeout
    }

    /// Takes in an answer that can't be sent yet.
    mutating func park(_ answer: Answer) {
        phase = .waiting(answer)
    }

    /// Takes out the answer that waits, as it can be sent now or never.
    mutating func unpark() -> Answer? {
        guard case .waiting(let answer) = phase else { return nil }
        phase = .answering
        return answer
    }

    /// Takes in that the answer to the newest request goes out.
    ///
    /// - Parameters:
    ///   - reply: the answer.
    ///   - isLast: whether no other one follows, whatever else is asked.
    /// - Returns: the number of the request, and whether the connection ends with it.
    mutating func sends(_ reply: Reply, isLast: Bool) -> (request: Int, isLast: Bool) {
        phase = .sending
        if reply.isCounted { placesTaken += 1 }
        let isLast = isLast || course != .open
        if isLast { course = .leaving }
        return (requests, isLast)
    }

    /// Takes in that an answer was taken by the client, or never will be.
    ///
    /// - Parameters:
    ///   - reply: the answer.
    ///   - request: the number of the request that it was for.
    ///   - now: the time.
    /// - Returns: whether nothing else is asked; false where the next request has come already.
    mutating func sent(_ reply: Reply, _ request: Int, now: NIODeadline) -> Bool {
        if reply.isCounted { placesTaken -= 1 }
        guard request == requests else { return false }
        if activity != .ending {
            phase = .idle
            deadline = now + idleTimeout
        }
        return true
    }

    /// Takes in that it ends with the request that is being answered.
    ///
    /// - Returns: whether there is none, and it can be closed at once.
    mutating func drain() -> Bool {
        if course == .open { course = .draining }
        return !activity.isAnswering
    }

    /// Whether it ends once the newest answer is sent.
    var isDraining: Bool { course != .open }

    /// Takes in that nothing more is answered.
    mutating func ended(now: NIODeadline) {
        phase = .ending
        deadline = now + Self.farewell
    }
}

extension ConnectionState.Activity {
    /// Whether closing the connection would cut an answer off.
    var isAnswering: Bool {
        switch self {
        case .responding, .delivering: true
        case .opening, .receiving, .idle, .ending: false
        }
    }
}
