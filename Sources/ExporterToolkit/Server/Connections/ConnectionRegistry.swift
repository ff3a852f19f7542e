import NIOCore
import Synchronization

/// All open connections, over all addresses and event loops.
final class ConnectionRegistry: Sendable {
    private struct Entry {
        let channel: any Channel
        var activity = ConnectionState.Activity.opening
        var hasBeenAnswered = false
        var since: NIODeadline
        /// It has to go, and counts until it has.
        var isEvicted = false
    }

    /// How long a client may let an answer wait when others have no room for theirs.
    static let patience = TimeAmount.milliseconds(250)

    /// How many may be on their way out while others have taken their places.
    static let mostEvicted = 8

    private struct State {
        var entries: [Int: Entry] = [:]
        var nextID = 0
        var isClosing = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let limit: Int
    private let state = Mutex(State())

    /// Starts with no connection.
    ///
    /// - Parameter limit: how many may be open at once.
    init(limit: Int) {
        self.limit = max(1, limit)
    }

    /// Takes in a new connection. Where there are too many already, one that matters least goes.
    ///
    /// - Returns: the connection's number, or nil where it can't stay.
    func add(_ channel: any Channel, now: NIODeadline) -> Int? {
        let (id, victim) = state.withLock { state -> (Int?, (any Channel)?) in
            guard !state.isClosing else { return (nil, nil) }
            var victim: (any Channel)?
            if state.entries.count >= limit {
                let evicted = state.entries.values.count(where: \.isEvicted)
                guard evicted < Self.mostEvicted else { return (nil, nil) }
                if state.entries.count - evicted >= limit {
                    guard let id = Self.leastImportant(state.entries) else { return (nil, nil) }
                    state.entries[id]?.isEvicted = true
                    victim = state.entries[id]?.channel
                }
            }
            let id = state.nextID
            state.nextID += 1
            state.entries[id] = Entry(channel: channel, since: now)
            return (id, victim)
        }
        victim?.triggerUserOutboundEvent(ConnectionShouldBeCut(), promise: nil)
        return id
    }

    /// Cuts the connection whose client has let an answer wait longest, of those that take places of
    /// which there are only so many.
    ///
    /// - Returns: whether there was one, so that its place will soon be free.
    func cutSlowestReader(now: NIODeadline) -> Bool {
        let victim = state.withLock { state -> (any Channel)? in
            guard state.entries.values.count(where: \.isEvicted) < Self.mostEvicted else {
                return nil
            }
            let slow = state.entries.filter { _, entry in
                entry.activity == .delivering(isCounted: true) && !entry.isEvicted
                    && entry.since + Self.patience <= now
            }
            guard let id = slow.min(by: { $0.value.since < $1.value.since })?.key else {
                return nil
            }
            state.entries[id]?.isEvicted = true
            return state.entries[id]?.channel
        }
        victim?.triggerUserOutboundEvent(ConnectionShouldBeCut(), promise: nil)
        return victim != nil
    }

    /// Lets all connections end with the request that they are answering, or at once.
    func drain() {
        let channels = state.withLock { $0.entries.values.map(\.channel) }
        for channel in channels {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionShouldDrain())
        }
    }

    /// Takes in what a connection does from now on.
    func update(_ id: Int, _ activity: ConnectionState.Activity, now: NIODeadline) {
        state.withLock { state in
            if state.entries[id]?.activity != activity { state.entries[id]?.since = now }
            state.entries[id]?.activity = activity
            if activity == .idle { state.entries[id]?.hasBeenAnswered = true }
        }
    }

    /// Takes in that a connection is closed.
    func remove(_ id: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.entries[id] = nil
            guard state.entries.isEmpty, state.isClosing else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Turns new connections away from now on.
    ///
    /// - Returns: those that are open.
    func startClosing() -> [any Channel] {
        state.withLock { state in
            state.isClosing = true
            return state.entries.values.map(\.channel)
        }
    }

    /// Waits until all connections are closed; call it once, after `startClosing()`.
    func waitUntilEmpty() async {
        await withCheckedContinuation { continuation in
            let isEmpty = state.withLock { state in
                if state.entries.isEmpty { return true }
                state.waiter = continuation
                return false
            }
            if isEmpty { continuation.resume() }
        }
    }

    /// The one that has kept us waiting longest: first those that never finished a request, then
    /// those that are idle. None that is being answered.
    private static func leastImportant(_ entries: [Int: Entry]) -> Int? {
        entries.filter { !$0.value.activity.isAnswering && !$0.value.isEvicted }
            .min { left, right in
                let leftRank = left.value.hasBeenAnswered ? 1 : 0
                let rightRank = right.value.hasBeenAnswered ? 1 : 0
                return (leftRank, left.value.since) < (rightRank, right.value.since)
            }?.key
    }
}
