import Foundation
import OpusCore
import OpusServer
import TestSupport

/// The programs themselves.
enum ProcessBenchmark {
    private static let environment = ["OPUS_PASSWORD": "bench", "OPUS_USERNAME": "bench"]

    static func run(clients: Int, products: Int, _ baseline: Baseline) async throws {
        try await FleetBenchmark.withMock(clients: clients, products: products) { url in
            let file = FileManager.default.temporaryDirectory.appending(path: "opus-bench.prom")
            let exporter = try await Usage.run(
                ChildProcess.product("opus-exporter"),
                ["--server", url, "--once", file.path, "--log.level", "error"],
                environment: environment)
            try? FileManager.default.removeItem(at: file)
            baseline.report(
                "exporter: peak MB, \(clients) × \(products)", exporter.megabytes, aim: "< 120",
                better: .lower)
            baseline.report(
                "exporter: CPU s of a full read, \(clients) × \(products)", exporter.seconds,
                aim: "-", better: .lower)
            for (command, aim) in [
                (["status"], "< 3"), (["failed"], "-"), (["update", "all", "--dry-run"], "-"),
            ] {
                let run = try await Usage.run(
                    ChildProcess.product("opus"), command + ["--server", url],
                    environment: environment)
                let name = "opus " + command.joined(separator: " ")
                baseline.report(
                    "\(name): CPU s, \(clients) × \(products)", run.seconds, aim: aim,
                    better: .lower)
                baseline.report(
                    "\(name): peak MB, \(clients) × \(products)", run.megabytes, aim: "-",
                    better: .lower)
            }
        }
        let start = try await startMilliseconds(ChildProcess.product("opus"), ["--version"])
        let nothing = try await startMilliseconds(URL(filePath: "/bin/true"), [])
        baseline.report(
            "opus --version: ms more than /bin/true", start - nothing, aim: "<= 15", better: .lower)
    }

    private static func startMilliseconds(
        _ executable: URL, _ arguments: [String]
    ) async throws -> Double {
        var times: [Double] = []
        for _ in 0..<15 {
            let start = ContinuousClock.now
            _ = try await ChildProcess.outcome(of: executable, arguments)
            times.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        return times.sorted()[times.count / 2]
    }

    /// How long other callers of a server wait while a fleet is read, beside how long they wait
    /// when nobody reads. The mock takes the time that a real server was measured to take.
    static func fairness(clients: Int, products: Int, _ baseline: Baseline) async throws {
        try await FleetBenchmark.withMock(
            clients: clients, products: products, arguments: ["--service-time"]
        ) { url in
            let configuration = ServerConfiguration(url: url, username: "bench", password: "bench")
            let opus = try Opus(server: configuration)
            let other = try Server(configuration)
            let monitor = FleetMonitor(opus)
            let quiet = try await waits(other) { try await Task.sleep(for: .seconds(3)) }
            let full = try await waits(other) { _ = try await monitor.refresh() }
            let incremental = try await waits(other) {
                for _ in 0..<3 { _ = try await monitor.refresh() }
            }
            for (name, figures) in [
                ("quiet", quiet), ("full read", full), ("incremental", incremental),
            ] {
                print(
                    String(
                        format: "other callers, %@: median %.0f ms, 95 %% %.0f ms, in %.1f s",
                        name, figures.median, figures.high, figures.seconds))
            }
            baseline.report(
                "others of \(clients): median wait in a full read / quiet",
                full.median / quiet.median,
                aim: "-", better: .lower)
            baseline.report(
                "others of \(clients): median wait in a refresh / quiet",
                incremental.median / quiet.median, aim: "-", better: .lower)
            baseline.report(
                "refresh of \(clients), server's times: wall / full read's",
                incremental.seconds / 3 / full.seconds, aim: "-", better: .lower)
            await other.shutdown()
            await opus.shutdown()
        }
    }

    /// Calls a small method again and again while something else runs.
    private static func waits(
        _ server: Server, while body: @escaping @Sendable () async throws -> Void
    ) async throws -> (median: Double, high: Double, seconds: Double) {
        let start = ContinuousClock.now
        let caller = Task {
            var times: [Double] = []
            while !Task.isCancelled {
                let start = ContinuousClock.now
                guard (try? await server.userIsAdmin()) != nil else { break }
                times.append((ContinuousClock.now - start) / .milliseconds(1))
            }
            return times.sorted()
        }
        try await body()
        let seconds = (ContinuousClock.now - start) / .seconds(1)
        caller.cancel()
        let times = await caller.value
        guard !times.isEmpty else { return (0, 0, seconds) }
        return (times[times.count / 2], times[times.count * 95 / 100], seconds)
    }
}
