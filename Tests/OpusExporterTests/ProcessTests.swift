import Foundation
import Testing

@Suite("opus-exporter as a process", .timeLimit(.minutes(1)))
struct ProcessTests {
    /// The executable, which is built beside the tests.
    private static var executable: URL {
        let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        return tests.deletingLastPathComponent().appendingPathComponent("opus-exporter")
    }

    private struct End: Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the executable to its end; the closure is given what is on standard error so far,
    /// and the process.
    private static func run(
        _ arguments: [String], _ environment: [String: String] = [:],
        _ body: (String, Process) -> Void = { _, _ in }
    ) async throws -> End {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let (ends, ended) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { ended.yield($0.terminationStatus) }
        let (parts, part) = AsyncStream.makeStream(of: Data.self)
        errors.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            part.yield(data)
            guard data.isEmpty else { return }
            handle.readabilityHandler = nil
            part.finish()
        }
        try process.run()
        var text = ""
        for await part in parts {
            text += String(decoding: part, as: UTF8.self)
            body(text, process)
        }
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        for await status in ends {
            return End(status: status, output: String(decoding: said, as: UTF8.self), errors: text)
        }
        throw CancellationError()
    }

    private static let environment = [
        // Nobody listens there, and nobody can without being root.
        "OPUS_SERVER": "https://127.0.0.1:1", "OPUS_USERNAME": "monitor",
        "OPUS_PASSWORD": "xyzzy-secret", "OPUS_WEB_LISTEN_ADDRESS": "127.0.0.1:0",
    ]

    @Test("ends cleanly when told to", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        let end = try await Self.run(["--log.level", "debug"], Self.environment) { text, process in
            if text.contains("msg=listening") { kill(process.processIdentifier, signal) }
        }
        #expect(end.status == 0)
        #expect(end.output.isEmpty)
        #expect(end.errors.contains("level=info msg=stopped"))
        #expect(!end.errors.contains("xyzzy-secret"))
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
            (["--web.listen-address", "256.1.1.1:0"], 69, "opus-exporter: cannot listen on"),
        ] as [([String], Int32, String)])
    func mistakes(arguments: [String], status: Int32, message: String) async throws {
        let end = try await Self.run(arguments, Self.environment)
        #expect(end.status == status)
        #expect(end.errors.contains(message))
    }

    @Test("a port in use is told, and the status says so")
    func portInUse() async throws {
        try await RunningExporter.run { exporter in
            let end = try await Self.run(
                ["--web.listen-address", "127.0.0.1:\(exporter.port)"], Self.environment)
            #expect(end.status == 69)
            #expect(end.errors.contains("another process uses this port"))
        }
    }

    @Test("tells its version and its options")
    func help() async throws {
        let version = try await Self.run(["--version"])
        #expect(version == End(status: 0, output: "0.1.0\n", errors: ""))
        let help = try await Self.run(["--help"])
        #expect(help.status == 0)
        #expect(help.output.contains("--web.listen-address"))
        // A password on a command line is seen by everyone on the machine.
        #expect(!help.output.contains("--password "))
    }
}
