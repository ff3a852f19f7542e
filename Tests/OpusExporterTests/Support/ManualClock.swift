import Synchronization

@testable import OpusExporter

/// A clock that stands still until it is told to move.
final class ManualClock: Sendable {
    private struct Sleeper {
        let id: Int
        let until: Duration
        let continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now = Duration.zero
        var nextID = 0
        var sleepers: [Sleeper] = []
        var cancelled: Set<Int> = []
    }

    private let state = Mutex(State())

    var clock: CollectorClock {
        CollectorClock(
            uptime: { self.state.withLock { $0.now } },
            unixTime: { 1_790_000_000 + self.state.withLock { $0.now / .seconds(1) } },
            sleep: { await self.sleep(until: $0) })
    }

    func advance(to time: Duration) {
        let due = state.withLock { state in
            state.now = time
            let due = state.sleepers.filter { $0.until <= time }
            state.sleepers.removeAll { $0.until <= time }
            return due
        }
        for sleeper in due { sleeper.continuation.resume() }
    }

    private func sleep(until time: Duration) async {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard time > state.now, !state.cancelled.contains(id) else { return true }
                    state.sleepers.append(
                        Sleeper(id: id, until: time, continuation: continuation))
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            let sleeper = state.withLock { state in
                state.cancelled.insert(id)
                let sleeper = state.sleepers.first { $0.id == id }
                state.sleepers.removeAll { $0.id == id }
                return sleeper
            }
            sleeper?.continuation.resume()
        }
    }
}
