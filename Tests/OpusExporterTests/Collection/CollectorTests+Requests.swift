import OpusCore
import ServiceLifecycle
import TestSupport
import Testing

@testable import ExporterToolkit
@testable import OpusExporter
@testable import OpusServer

/// Collections that are asked for, and the end of all.
extension CollectorTests {
    @Test("who asks for a collection gets one at once, or after the one that runs")
    func requested() async throws {
        let bench = Bench()
        try await bench.run {
            try await bench.collect()
            bench.requests.request()
            try await bench.asked()
            bench.requests.request()
            // Both have reached the collector when it counts this one.
            bench.advance(to: 60)
            #expect(try await bench.log.lines.next().hasPrefix("warning collection skipped"))
            bench.source.answer(.success(Fleets.nasty))
            try await bench.asked()
        }
    }

    @Test("an error that nobody foresaw has a reason, and its text is not told")
    func unforeseen() async throws {
        struct Unforeseen: Error { let secret = "xyzzy" }
        let bench = Bench()
        try await bench.run {
            try await bench.answer(.failure(Unforeseen()))
            #expect(
                try await bench.log.lines.next()
                    == "error collection failed: the fleet could not be read: Unforeseen")
            #expect(bench.value(Self.errors("unavailable")) == "1")
        }
    }

    @Test("shutting down cancels the running collection, then ends the session")
    func shutdown() async throws {
        let bench = Bench()
        let group = ServiceGroup(
            configuration: .init(services: [bench.collector], logger: bench.log.logger))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            try await bench.asked()
            await group.triggerGracefulShutdown()
            #expect(try await bench.source.events.next() == .cancelled)
            #expect(try await bench.source.events.next() == .shutDown)
            try await tasks.waitForAll()
        }
        #expect(bench.value(Self.collections) == "0")
    }
}
