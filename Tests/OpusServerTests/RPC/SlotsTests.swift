import Synchronization
import Testing

@testable import OpusServer

@Suite("Slots")
struct SlotsTests {
    @Test(
        "No more operations run at once than there are slots, and all of them run",
        arguments: [1, 3])
    func limit(count: Int) async throws {
        let slots = Slots(count)
        let running = Running()
        try await withThrowingTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    try await slots.withSlot {
                        running.began()
                        await Task.yield()
                        running.ended()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(running.counts.now == 0)
        #expect(running.counts.most <= count)
        #expect(running.counts.all == 200)
    }

    @Test("Who is cancelled leaves the line, and the others get their turn")
    func cancelled() async throws {
        let slots = Slots(1)
        let (opened, open) = AsyncStream<Void>.makeStream()
        let (entered, enter) = AsyncStream<Void>.makeStream()
        let holder = Task {
            try await slots.withSlot {
                enter.yield()
                for await _ in opened {}
            }
        }
        var iterator = entered.makeAsyncIterator()
        await iterator.next()
        let waiting = (0..<10).map { number in Task { try await slots.withSlot { number } } }
        for number in [0, 4, 9] { waiting[number].cancel() }
        for number in [0, 4, 9] {
            await #expect(throws: CancellationError.self) { try await waiting[number].value }
        }
        open.finish()
        try await holder.value
        for number in [1, 2, 3, 5, 6, 7, 8] {
            let result = try await waiting[number].value
            #expect(result == number)
        }
    }

    @Test("An operation that fails gives its slot back")
    func failing() async throws {
        let slots = Slots(1)
        for _ in 0..<3 {
            await #expect(throws: ServerError.self) {
                try await slots.withSlot { throw ServerError(.rpc, "no") }
            }
        }
        let result = try await slots.withSlot { 1 }
        #expect(result == 1)
    }
}

/// Counts operations.
private final class Running: Sendable {
    struct Counts {
        var now = 0
        var most = 0
        var all = 0
    }

    private let state = Mutex(Counts())
    var counts: Counts { state.withLock { $0 } }

    func began() {
        state.withLock { counts in
            counts.now += 1
            counts.all += 1
            counts.most = max(counts.most, counts.now)
        }
    }

    func ended() { state.withLock { $0.now -= 1 } }
}
