import Foundation
import NIOCore

extension OpsiMock {
    /// Waits until so many connections listen to a channel.
    ///
    /// - Parameters:
    ///   - channel: Such as `event:productOnClient_updated`.
    ///   - count: How many of them there have to be at least.
    public func waitUntilSubscribed(to channel: String, count: Int = 1) async {
        for await _ in messagebus.changes.rings() {
            let listening = messagebus.connections.count { $0.subscriptions.contains(channel) }
            if listening >= count { return }
        }
    }

    /// Ends all connections to the messagebus without a close frame, as a network does that breaks.
    public func dropMessagebus() {
        for connection in messagebus.connections { connection.drop() }
    }

    /// Ends all silences that a ``Fault/Kind/stall`` began.
    public func resumeMessagebus() {
        for connection in messagebus.connections { connection.resume() }
    }

    /// Tells all who listen of an event, whether anything has happened or not.
    ///
    /// - Parameters:
    ///   - name: The event's name, such as `productOnClient_updated`.
    ///   - data: What it says.
    public func tell(_ name: String, _ data: Fleet.Object) async {
        await publish([BusEvent(name: name, data: data)])
    }

    /// Tells of what has been written since it was last done.
    func publishEvents() async {
        let events = world.withLock { $0.takeEvents() }
        if !events.isEmpty { await publish(events) }
        agentSignals.ring()
    }

    func publish(_ events: [BusEvent]) async {
        guard !messagebus.connections.isEmpty else { return }
        let now = milliseconds
        await messagebus.publish(events.map { .event($0, at: now) }, faults: faults)
    }

    /// The server's clock in milliseconds.
    var milliseconds: Int { world.withLock { $0.clock }.milliseconds }

    /// Notes that a session is used; false where there is none any more.
    func keepSession(_ id: String) -> Bool {
        let time = world.withLock { $0.clock.now }
        return logins.withLock { $0.use(id, at: .now, time: time) != nil }
    }

    /// Tells that a user's first connection came, or its last one went.
    func tellOfConnection(_ connection: BusConnection, isOpen: Bool) {
        let address = connection.channel.remoteAddress?.ipAddress ?? "127.0.0.1"
        let user = connection.user
        let event = world.withLock { $0.connect(user, isOpen ? 1 : -1, from: address) }
        guard let event else { return }
        messagebus.deliver([.event(event, at: milliseconds)], faults: faults)
    }
}

extension OpsiMock.Clock {
    /// The Unix time in milliseconds.
    var milliseconds: Int {
        switch self {
        case .system: Int(Date().timeIntervalSince1970 * 1000)
        case .fixed(let seconds): seconds * 1000
        case .offset(let seconds): Int(Date().timeIntervalSince1970 * 1000) &+ seconds * 1000
        }
    }
}
