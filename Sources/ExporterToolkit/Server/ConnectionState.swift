import NIOCore

/// What a connection is doing, and until when it may.
///
/// Time goes in, decisions come out; nothing in here waits.
struct ConnectionState {
    /// What a connection is doing.
    enum Phase: Equatable {
        /// It was opened, and has not sent anything that could be read.
        case opening
        /// Part of a request has come.
        case receiving
        /// A request is being answered.
        case responding
        /// It waits for the next request.
        case idle
        /// It was told off; what it still sends is thrown away.
        case ending
    }

    /// What is to be done with a connection whose time is over.
    enum Expiry: Equatable {
        case close
        /// It sent part of a request, so it is told why.
        case closeWithTimeout
    }

    /// How long a client may take to hear that it was told off.
    private static let farewell = TimeAmount.seconds(2)

    private(set) var phase = Phase.opening
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

    /// Whether it can be closed at any time without harm to a request.
    var isDispensable: Bool { phase != .responding }

    /// Takes in that bytes came. A trickle of them does not move the deadline.
    mutating func received(now: NIODeadline) {
        switch phase {
        case .opening: phase = .receiving
        case .idle:
            phase = .receiving
            deadline = now + requestTimeout
        case .receiving, .responding, .ending: break
        }
    }

    /// Takes in that a request is complete.
    mutating func requested(now: NIODeadline) {
        guard phase != .ending else { return }
        phase = .responding
        deadline = now + responseTimeout
    }

    /// Takes in that an answer was taken by the client.
    mutating func responded(now: NIODeadline) {
        guard phase != .ending else { return }
        phase = .idle
        deadline = now + idleTimeout
    }

    /// Takes in that nothing more is answered.
    mutating func ended(now: NIODeadline) {
        phase = .ending
        deadline = now + Self.farewell
    }

    /// What is to be done now that the deadline has passed.
    var expiry: Expiry { phase == .receiving ? .closeWithTimeout : .close }
}
