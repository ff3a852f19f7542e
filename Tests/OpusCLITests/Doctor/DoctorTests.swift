import Foundation
import OpsiMock
import TestSupport
import Testing

@Suite("Doctor")
struct DoctorTests {
    private static func lines(_ run: Run) -> [[Substring]] {
        run.output.split(separator: "\n").map { $0.split(separator: "\t") }
    }

    @Test(
        "what opsi makes of a name or a password is told before either is sent",
        arguments: [
            ("monitoring", "linux123", "\"monitoring\""),
            ("monitor@corp.example.org", "linux123", "two or more dots"),
            ("adminuser", "a:b:c:d:e:f", "five colons"),
        ])
    func account(username: String, password: String, part: String) async throws {
        try await withLab { mock in
            var environment = Opus.environment(mock, password: password)
            environment["OPUS_USERNAME"] = username
            let run = try await Opus.run(["doctor", "-o", "plain"], environment: environment)
            #expect(run.status == 77)
            let last = try #require(Self.lines(run).last)
            #expect(last[0] == "account" && last[1] == "wrong")
            #expect(last[2].contains(part))
            #expect(!run.output.contains(password))
            #expect(mock.requests.allSatisfy { $0.authentication == .none })
        }
    }

    @Test("digits at the end of a password are a matter of where it comes from")
    func digitsAtEnd() async throws {
        try await withTemporaryDirectory { directory in
            try await withLab({ $0.password = "secret123456" }) { mock in
                mock.clock = .system
                var environment = Opus.environment(mock)
                let told = try await Opus.run(["doctor", "-o", "plain"], environment: environment)
                #expect(told.status == 0)
                #expect(Self.lines(told).contains { $0[0] == "account" && $0[1] == "warning" })
                let file = directory.appending(path: "password")
                try Data("\u{FEFF}secret123456\r\n".utf8).write(to: file)
                environment["OPUS_PASSWORD"] = nil
                environment["OPUS_PASSWORD_FILE"] = file.path
                for permissions in [0o644, 0o600] {
                    try FileManager.default.setAttributes(
                        [.posixPermissions: permissions], ofItemAtPath: file.path)
                    let run = try await Opus.run(
                        ["doctor", "-o", "plain"], environment: environment)
                    #expect(run.status == 0)
                    #expect(!Self.lines(run).contains { $0[0] == "account" })
                    #expect(run.output.contains("chmod o-r") == (permissions == 0o644))
                }
                #expect(mock.requests.last { $0.headers["x-opsi-mfa-otp"] != nil } != nil)
            }
        }
    }

    @Test("a proxy that other programs would use is told to be none for opus")
    func proxy() async throws {
        try await withLab { mock in
            mock.clock = .system
            var environment = Opus.environment(mock)
            environment["HTTPS_PROXY"] = "http://proxy.test:3128"
            let run = try await Opus.run(["doctor", "-o", "plain"], environment: environment)
            #expect(run.status == 0)
            #expect(run.output.contains("HTTPS_PROXY in the environment: opus uses no proxy"))
        }
    }

    @Test("a reading account is good for reading, and a plain one for nothing")
    func rights() async throws {
        let users: [OpsiMock.Account] = [
            .init(username: "reader", password: "r", rights: .readOnly),
            .init(username: "plain", password: "p", rights: .none),
        ]
        try await withLab({ $0.users = users }) { mock in
            mock.clock = .system
            var environment = Opus.environment(mock)
            func doctor(_ username: String, _ password: String) async throws -> Run {
                environment["OPUS_USERNAME"] = username
                environment["OPUS_PASSWORD"] = password
                return try await Opus.run(["doctor", "-o", "plain"], environment: environment)
            }
            for (username, password, status, part) in [
                ("plain", "p", 77, "admin-networks"),
                ("reader", "r", 0, "reader may read the fleet"),
            ] as [(String, String, Int32, String)] {
                let told = try await doctor(username, password)
                #expect(told.status == status)
                #expect(told.output.contains(part))
                #expect(try await Opus.run(["status"], environment: environment).status == status)
            }
            // A reader's other commands are refused for what they need, not as if it saw nothing.
            let failed = try await Opus.run(["failed"], environment: environment)
            #expect(failed.status == 77)
            #expect(failed.errors.contains("needs an administrator"))
            let wrong = try await doctor("reader", "wrong")
            #expect(wrong.output.contains("--client-cert-file"))
        }
    }
}
