import NIOCore
import NIOWebSocket
import Synchronization

/// A web socket on the messagebus: its session, and what waits to be sent over it.
final class BusConnection: Sendable {
    private struct State {
        var session: BusSession
        var queue = BusQueue()
        /// Whether a fault keeps it from saying anything.
        var isStalled = false
        /// Whether it was given time to catch up and did not.
        var isSlow = false
        /// Who waits until little is left to be sent.
        var waiters: [CheckedContinuation<Void, Never>] = []

        var isBehind: Bool { queue.count > BusQueue.limit / 2 }
    }

    let channel: any Channel
    let user: User
    /// The channel that this connection alone has.
    let sessionChannel: String
    /// The cookie of the login, which stays alive as long as this does.
    let sessionId: String?
    private let encoding: Encoding?
    private let state: Mutex<State>

    init(
        on channel: any Channel, session: BusSession, sessionId: String?, encoding: Encoding?
    ) {
        self.channel = channel
        self.sessionId = sessionId
        self.encoding = encoding
        user = session.user
        sessionChannel = session.channel
        state = Mutex(State(session: session))
    }

    var subscriptions: [String] { state.withLock { $0.session.subscriptions } }
    var isStalled: Bool { state.withLock { $0.isStalled } }

    /// Says that the connection stands.
    func greet(at milliseconds: Int) {
        send(state.withLock { $0.session.greeting(at: milliseconds) })
    }

    /// Takes what came in a frame; gives back what is for others.
    func receive(_ bytes: [UInt8], at milliseconds: Int) -> BusMessage? {
        let plain = encoding.map { try? Encoding.decoded(bytes, header: $0.rawValue) } ?? bytes
        let outcome = state.withLock { state in
            // What cannot be decompressed is no message either.
            state.session.receive(plain ?? [0xC1], at: milliseconds)
        }
        switch outcome {
        case .answer(let message):
            send(message)
            return nil
        case .publish(let message): return message
        }
    }

    /// Sends a message, whether it was subscribed to or not.
    func send(_ message: BusMessage) { append([message]) }

    /// Queues messages, of which the event loop sends what the connection takes.
    func append(_ messages: [BusMessage]) {
        guard !messages.isEmpty else { return }
        let frames = messages.map { ($0.channel, encoding?.compressed($0.bytes) ?? $0.bytes) }
        state.withLock { state in
            for (channel, bytes) in frames { state.queue.append(bytes, on: channel) }
        }
        channel.eventLoop.execute { self.flush() }
    }

    /// Sends what the connection takes; on its event loop.
    func flush() {
        while channel.isActive, channel.isWritable, let bytes = next() {
            let frame = WebSocketFrame(
                fin: true, opcode: .binary, data: channel.allocator.buffer(bytes: bytes))
            channel.writeAndFlush(frame, promise: nil)
        }
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard !state.isBehind || !channel.isActive else { return [] }
            state.isSlow = false
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    private func next() -> [UInt8]? {
        state.withLock { $0.isStalled ? nil : $0.queue.next() }
    }

    /// Waits until little is left to be sent, but not longer than the server would have taken to
    /// write as much. Who is too slow for that is not waited for again until it has caught up.
    func catchUp(atMost time: TimeAmount) async {
        guard state.withLock({ $0.isBehind && !$0.isStalled && !$0.isSlow }) else { return }
        let timer = channel.eventLoop.scheduleTask(in: time) { self.giveUpWaiting() }
        await withCheckedContinuation { continuation in
            let waits = state.withLock { state -> Bool in
                guard state.isBehind, channel.isActive else { return false }
                state.waiters.append(continuation)
                return true
            }
            if !waits { continuation.resume() }
        }
        timer.cancel()
    }

    private func giveUpWaiting() {
        let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.isSlow = state.isBehind
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Says nothing more, for some time or for ever.
    func stall(for seconds: Double?) {
        state.withLock { $0.isStalled = true }
        guard let seconds else { return }
        channel.eventLoop.scheduleTask(in: TimeAmount(.seconds(seconds))) { self.resume() }
    }

    /// Ends a silence.
    func resume() {
        state.withLock { $0.isStalled = false }
        channel.eventLoop.execute { self.flush() }
    }

    /// Ends the connection with a close frame.
    func close(_ code: UInt16) {
        var data = channel.allocator.buffer(capacity: 2)
        data.writeInteger(code)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        channel.writeAndFlush(frame).whenComplete { [channel] _ in channel.close(promise: nil) }
    }

    /// Ends it without a word.
    func drop() { channel.close(promise: nil) }
}
