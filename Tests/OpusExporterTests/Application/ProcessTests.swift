import Foundation
import TestSupport
import Testing

@Suite("opus-exporter as a process", .timeLimit(.minutes(1)))
struct ProcessTests {
    @Test("ends cleanly when told to", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let end = try await ChildProcess.run(
            "opus-exporter", ["--log.level", "debug"], environment: ExporterProcess.environment
        ) { exporter in
            _ = try await exporter.line(containing: "msg=listening")
            if signal == SIGINT { exporter.interrupt() } else { exporter.terminate() }
            // Until it has ended, nothing more is sent to it.
            for await _ in exporter.lines {}
        }
        #expect(end.status == 0)
        #expect(end.output.isEmpty)
        #expect(end.errors.contains { $0.contains("level=info msg=stopped") })
        #expect(!end.errors.contains { $0.contains("xyzzy-secret") })
    }

    @Test(
        "mistakes end it with the fitting status and a line that says what to do",
        arguments: [
            (["--interval", "5"], 64, "opus-exporter: --interval '5' is not a duration"),
            (["--no-such-option"], 64, "Error: Unknown option '--no-such-option'"),
            (["--ca-file", "/a", "--insecure"], 64, "opus-exporter: --ca-file and --insecure"),
            (
                ["--password-file", "/nonexistent"], 78,
                "opus-exporter: --password-file: the file /nonexistent can't be read"
            ),
            (["--username=", "monitor"], 64, "opus-exporter: --username= has no value"),
            (["--web.listen-address", "256.1.1.1:0"], 69, "opus-exporter: cannot listen on"),
        ] as [([String], Int32, String)])
    func mistakes(arguments: [String], status: Int32, message: String) async throws {
        let end = try await ChildProcess.run(
            "opus-exporter", arguments, environment: ExporterProcess.environment)
        #expect(end.status == status)
        #expect(end.errors.joined(separator: "\n").contains(message))
    }

    @Test("a port in use is told, and the status says so")
    func portInUse() async throws {
        try await RunningExporter.run { exporter in
            let end = try await ChildProcess.run(
                "opus-exporter", ["--web.listen-address", "127.0.0.1:\(exporter.port)"],
                environment: ExporterProcess.environment)
            #expect(end.status == 69)
            #expect(end.errors.contains { $0.contains("another process uses this port") })
        }
    }

    @Test("a check tells what is valid and yet not what one would want")
    func remarks() async throws {
        try await withTemporaryDirectory { folder in
            let password = folder.appending(path: "password")
            try Data("xyzzy-secret\n".utf8).write(to: password)
            let web = folder.appending(path: "web.yml")
            let hash = "$2y$04$abcdefghijklmnopqrstuuABCDEFGHIJKLMNOPQRSTUVWXYZ01234"
            try Data("basic_auth_users:\n  alice: \(hash)\n".utf8).write(to: web)
            let files = FileManager.default
            for permissions in [0o644, 0o600] {
                try files.setAttributes(
                    [.posixPermissions: permissions], ofItemAtPath: password.path)
                let end = try await ChildProcess.run(
                    "opus-exporter",
                    [
                        "--config.check", "--password-file", password.path,
                        "--web.config.file", web.path,
                    ],
                    environment: ExporterProcess.environment.merging(
                        ["https_proxy": "http://proxy.test:3128", "NO_PROXY": "x"]
                    ) { $1 })
                #expect(end.status == 0)
                let told = end.errors.joined(separator: "\n")
                #expect(told.contains("chmod o-r") == (permissions == 0o644))
                #expect(told.contains("https_proxy in the environment: no proxy is used"))
                #expect(told.contains("their passwords cross the network in the clear"))
            }
        }
    }

    @Test("tells its version and its options")
    func help() async throws {
        let version = try await ChildProcess.run("opus-exporter", ["--version"])
        #expect(version.status == 0)
        #expect(version.output == ["0.1.0"])
        #expect(version.errors.isEmpty)
        let help = try await ChildProcess.run("opus-exporter", ["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains { $0.contains("--web.listen-address") })
        // A password on a command line is seen by everyone on the machine.
        #expect(!help.output.contains { $0.contains("--password ") })
    }
}
