import Foundation
import TestSupport
import Testing

@Suite("make demo", .timeLimit(.minutes(2)))
struct DemoTests {
    @Test("shows the four states of every group, and ends by itself when asked to")
    func showsGroups() async throws {
        let demo = try await ChildProcess.run(
            "opus-demo",
            ["--port", "0", "--mock-port", "0", "--clients", "60", "--once"])
        #expect(demo.status == 0)
        for family in ["failed", "updatable", "fresh", "outdated"] {
            let prefix = "opsi_group_clients_\(family){server=\"demo\",group=\"clientdirectory\"} "
            #expect(demo.output.contains { $0.hasPrefix(prefix) }, "\(demo.output)")
        }
    }

    @Test("leads the command line to its fleet, with a password that nobody else reads")
    func commandLine() async throws {
        let first = ["--port", "0", "--mock-port", "0", "--clients", "10"]
        let demo = try await ChildProcess.run("opus-demo", first) { demo in
            let line = try await demo.line(containing: "OPUS_CONFIG=")
            let path = line.split(separator: "OPUS_CONFIG=").last.map(String.init) ?? ""
            let directory = URL(filePath: path).deletingLastPathComponent()
            var permissions: [String: Int] = [:]
            for name in [".", "config.yaml", "password"] {
                let attributes = try FileManager.default.attributesOfItem(
                    atPath: directory.appending(path: name).path)
                permissions[name] = attributes[.posixPermissions] as? Int
            }
            #expect(permissions == [".": 0o700, "config.yaml": 0o600, "password": 0o600])
            let password = try String(
                contentsOf: directory.appending(path: "password"), encoding: .utf8
            ).trimmingCharacters(in: .newlines)
            let settings = try String(contentsOfFile: path, encoding: .utf8)
            #expect(!password.isEmpty && !settings.contains(password))
            return directory
        }
        #expect(demo.status == 0)
        #expect(!FileManager.default.fileExists(atPath: demo.value.path))
    }

    @Test("a port in use is told, with the way out")
    func portInUse() async throws {
        let first = ["--port", "0", "--mock-port", "0", "--clients", "10"]
        _ = try await ChildProcess.run("opus-demo", first) { demo in
            let line = try await demo.line(containing: "mock opsi server")
            let url = line.split(separator: " ").first { $0.hasPrefix("http://") }
            let port = url?.split(separator: ":").last.map(String.init) ?? ""
            let second = try await ChildProcess.run(
                "opus-demo", ["--port", "0", "--mock-port", port])
            #expect(second.status == 69)
            #expect(second.errors.contains { $0.contains("--mock-port 0") })
        }
    }
}
