import OpusCore
import Synchronization
import TestSupport

@testable import OpusExporter

/// A source of fleets that answers when the test says so.
final class ScriptedSource: FleetSource {
    typealias Answer = Result<FleetSummary, any Error>

    /// What becomes of the source.
    enum Event: Equatable {
        case asked
        case cancelled
        case shutDown
    }

    let events = Inbox<Event>()
    private let endsWhenCancelled: Bool
    private let waiting = Mutex<CheckedContinuation<FleetSummary, any Error>?>(nil)

    init(endsWhenCancelled: Bool = true) {
        self.endsWhenCancelled = endsWhenCancelled
    }

    func collect() async throws -> CollectedFleet {
        let summary = try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.withLock { $0 = continuation }
                events.put(.asked)
            }
        } onCancel: {
            events.put(.cancelled)
            if endsWhenCancelled { answer(.failure(CancellationError())) }
        }
        return CollectedFleet(summary)
    }

    func answer(_ answer: Answer) {
        let continuation = waiting.withLock { waiting in
            defer { waiting = nil }
            return waiting
        }
        continuation?.resume(with: answer)
    }

    func shutdown() async {
        events.put(.shutDown)
    }
}

/// A source that always has the same to say.
struct ConstantSource: FleetSource {
    let answer: @Sendable () throws -> FleetSummary

    func collect() async throws -> CollectedFleet { CollectedFleet(try answer()) }
    func shutdown() async {}
}
