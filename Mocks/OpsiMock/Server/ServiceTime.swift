import Synchronization

/// The times that a real server was measured to take: one worker that builds objects in Python,
/// and everybody else waiting meanwhile.
///
/// 30 µs an object of 456 bytes, 7 µs an identity of 58 bytes, 5 ms a call, and half a microsecond
/// a row where the database looks through all rows of products. A large call is not served in one
/// go: others get their turns in between, but had to wait about 120 ms for each.
final class ServiceTime: Sendable {
    private static let call = Duration.milliseconds(5)
    private static let objectByte = Duration.nanoseconds(67)
    private static let identityByte = Duration.nanoseconds(120)
    private static let scannedRow = Duration.nanoseconds(500)
    private static let turn = Duration.milliseconds(118)

    private struct Line {
        var isBusy = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let line = Mutex(Line())

    /// What a call costs the worker.
    ///
    /// - Parameters:
    ///   - methods: the methods called.
    ///   - answer: bytes of the answer before compression.
    ///   - scannedRows: rows that are looked through to find those that are wanted.
    /// - Returns: how long it is at it.
    static func cost(methods: [String], answer: Int, scannedRows: Int) -> Duration {
        let isIdentities = methods.contains { $0.hasSuffix("_getIdents") }
        return call * methods.count + (isIdentities ? identityByte : objectByte) * answer
            + scannedRow * scannedRows
    }

    /// Waits until the worker has spent this time, turn by turn with the other calls.
    func spend(_ cost: Duration) async {
        var rest = cost
        while rest > .zero {
            await begin()
            let turn = min(rest, Self.turn)
            try? await Task.sleep(for: turn)
            end()
            rest -= turn
            // A caller that is gone is served no more.
            if Task.isCancelled { return }
        }
    }

    private func begin() async {
        await withCheckedContinuation { continuation in
            let isFree = line.withLock { line in
                if line.isBusy {
                    line.waiting.append(continuation)
                    return false
                }
                line.isBusy = true
                return true
            }
            if isFree { continuation.resume() }
        }
    }

    private func end() {
        let next = line.withLock { line -> CheckedContinuation<Void, Never>? in
            guard !line.waiting.isEmpty else {
                line.isBusy = false
                return nil
            }
            return line.waiting.removeFirst()
        }
        next?.resume()
    }
}
