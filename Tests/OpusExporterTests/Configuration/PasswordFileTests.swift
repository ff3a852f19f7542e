import ExporterToolkit
import Foundation
import OpusCore
import TestSupport
import Testing

@testable import OpusExporter
@testable import OpusServer

@Suite("Password file")
struct PasswordFileTests {
    /// Gives a closure the path of a file with these bytes.
    private static func withFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("opus-test-\(UUID().uuidString)").path
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private static func read(_ path: String, _ environment: [String: String] = [:]) throws -> Secret
    {
        try Password.read(Settings(arguments: [.passwordFile: path], environment: environment))
    }

    @Test(
        "the newline at the end is not part of it",
        arguments: [
            ("secret", "secret"), ("secret\n", "secret"), ("secret\r\n", "secret"),
            (" sec ret \n", " sec ret "), ("gehe1m☃\n", "gehe1m☃"),
        ])
    func contents(contents: String, password: String) throws {
        try Self.withFile(Array(contents.utf8)) { path in
            let secret = try Self.read(path, ["OPUS_PASSWORD": "other"])
            #expect(secret == Secret(password))
        }
    }

    @Test(
        "what can't be a password is refused with the file's name",
        arguments: [
            ([], "is empty; write the password into it"),
            (Array("\n".utf8), "is empty; write the password into it"),
            (Array("a\nb\n".utf8), "has more than one line; it must hold the password alone"),
            ([0xFF, 0xFE], "is not UTF-8 text; save the password as UTF-8"),
            (
                Array(repeating: 0x61, count: 100_000),
                "is too large for a password; name a file that holds the password alone"
            ),
        ] as [([UInt8], String)])
    func refused(bytes: [UInt8], reason: String) throws {
        try Self.withFile(bytes) { path in
            #expect(
                throws: ConfigurationError(
                    .configuration, "--password-file: the file \(path) \(reason)")
            ) { try Self.read(path) }
        }
    }

    @Test(
        "what can't be read is told with the system's reason",
        arguments: [
            (
                "/nonexistent/password",
                "can't be read (it does not exist); create it, or let the exporter's user"
                    + " read it"
            ),
            ("/", "is a directory; name a file that holds the password"),
        ])
    func unreadable(path: String, reason: String) {
        #expect(
            throws: ConfigurationError(
                .configuration, "--password-file: the file \(path) \(reason)")
        ) { try Self.read(path) }
    }

    @Test("a named pipe is refused, as nobody may ever write into it", .timeLimit(.minutes(1)))
    func pipe() async throws {
        try await withTemporaryDirectory { folder in
            let path = folder.appending(path: "pipe").path
            try #require(mkfifo(path, 0o600) == 0)
            let reason = "is no regular file; name a file that holds the password"
            #expect(
                throws: ConfigurationError(
                    .configuration, "--password-file: the file \(path) \(reason)")
            ) { try Self.read(path) }
            #expect(throws: WebConfigurationError.self) { try WebConfigurationFile(path: path) }
        }
    }

    @Test("a pipe that was handed over is read")
    func handedOver() throws {
        var ends: [Int32] = [0, 0]
        try #require(Foundation.pipe(&ends) == 0)
        defer { close(ends[0]) }
        try #require(write(ends[1], "secret\n", 7) == 7)
        close(ends[1])
        #expect(try Self.read("/dev/fd/\(ends[0])") == Secret("secret"))
    }

    @Test("the file's name can come from the environment")
    func variable() throws {
        try Self.withFile(Array("secret\n".utf8)) { path in
            let settings = Settings(
                arguments: [:], environment: ["OPUS_PASSWORD_FILE": path, "OPUS_PASSWORD": "no"])
            let secret = try Password.read(settings)
            #expect(secret == Secret("secret"))
        }
    }
}
