import ExporterToolkit
import OpusCore
import Synchronization

/// Counts calls to one server as they end.
final class CallStatistics: Sendable {
    private let methods = Mutex<[String: MethodCalls]>([:])

    /// Takes in one call; meant as the server's `CallObserver`.
    func record(_ call: ObservedCall) {
        methods.withLock { methods in
            methods[call.method, default: MethodCalls(method: call.method)].add(call)
        }
    }

    /// What was counted so far, ordered by method.
    var calls: [MethodCalls] {
        methods.withLock { $0.values.sorted { $0.method < $1.method } }
    }
}

/// All calls of one method.
struct MethodCalls: Sendable, Equatable {
    /// From a small call on a local network to an answer of many megabytes.
    private static let bounds = [
        0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    let method: String
    private(set) var durations = Histogram(bounds: bounds)
    private(set) var failed = 0
    private(set) var responseBytes = 0

    init(method: String) {
        self.method = method
    }

    mutating func add(_ call: ObservedCall) {
        durations.observe(call.duration)
        if call.failure != nil { failed += 1 }
        responseBytes += call.responseBytes
    }
}
