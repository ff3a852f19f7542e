import Foundation
import TestSupport
import Testing

@Suite("make demo", .timeLimit(.minutes(2)))
struct DemoTests {
    @Test("shows the four states of every group, and ends by itself when asked to")
    func showsGroups() async throws {
        let demo = try await ChildProcess.run(
            ChildProcess.product("opus-demo"),
            ["--port", "0", "--mock-port", "0", "--clients", "60", "--once"])
        #expect(demo.status == 0)
        for family in ["failed", "updatable", "fresh", "outdated"] {
            let prefix = "opsi_group_clients_\(family){server=\"demo\",group=\"clientdirectory\"} "
            #expect(demo.output.contains { $0.hasPrefix(prefix) }, "\(demo.output)")
        }
    }

    @Test("a port in use is told, with the way out")
    func portInUse() async throws {
        let first = ["--port", "0", "--mock-port", "0", "--clients", "10"]
        _ = try await ChildProcess.run(ChildProcess.product("opus-demo"), first) { demo in
            let line = try await demo.line(containing: "mock opsi server")
            let url = line.split(separator: " ").first { $0.hasPrefix("http://") }
            let port = url?.split(separator: ":").last.map(String.init) ?? ""
            let second = try await ChildProcess.run(
                ChildProcess.product("opus-demo"), ["--port", "0", "--mock-port", port])
            #expect(second.status == 69)
            #expect(second.errors.contains { $0.contains("--mock-port 0") })
        }
    }
}
