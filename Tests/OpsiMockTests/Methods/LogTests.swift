import OpsiMock
import Testing

/// The logs that clients send.
@Suite struct LogTests {
    private static let client: Node = "pc1.opus.test"

    private func with(
        isolation: isolated (any Actor)? = #isolation,
        _ body: (OpsiMock, Caller) async throws -> Void
    ) async throws {
        try await withOpsiMock(fleet: .small) { mock in
            try await body(mock, Caller(mock))
        }
    }

    @Test func whatIsWrittenIsRead() async throws {
        try await with { _, caller in
            let text: Node = "[5] [2026-11-27 09:14:03.120] [firefox] größer\n"
            let answer = try await caller.result("log_write", "instlog", text, Self.client)
            #expect(answer == nil)
            #expect(try await caller.result("log_read", "instlog", Self.client) == text)
            #expect(try await caller.result("log_read", "instlog", Self.client, 0) == text)
        }
    }

    /// The failure stands at the end, and the end is what a limit takes away.
    @Test func aLimitKeepsTheBeginning() async throws {
        try await with { _, caller in
            try await caller.call("log_write", "instlog", "first\nsecond\nthird\n", Self.client)
            #expect(try await caller.result("log_read", "instlog", Self.client, 9) == "first\n")
            #expect(
                try await caller.result("log_read", "instlog", Self.client, 13)
                    == "first\nsecond\n")
            #expect(try await caller.result("log_read", "instlog", Self.client, 3) == "fir")
        }
    }

    @Test func whatIsNotThereIsEmpty() async throws {
        try await with { _, caller in
            let none = try await caller.result("log_read", "instlog", Self.client)
            #expect(none == "")
            #expect(try await caller.result("log_read", "winpe", "nobody.opus.test") == "")
        }
    }

    @Test(
        arguments: [
            ("log_read", ["nonsense", "pc1.opus.test"]), ("log_read", ["instlog"]),
            ("log_read", ["userlogin", ""]), ("log_write", ["instlog", "text"]),
            ("log_write", ["nonsense", "text", "pc1.opus.test"]),
        ] as [(String, [Node])])
    func badNamesAreErrors(_ method: String, _ params: [Node]) async throws {
        try await with { _, caller in
            let reply = try await caller.call(method, params: params)
            #expect(reply.errorClass == "BackendBadValueError")
        }
    }

    @Test func theServersOwnNeedsNoId() async throws {
        try await with { _, caller in
            let text = try await caller.result("log_read", "opsiconfd").string
            #expect(text != nil)
        }
    }

    @Test func newRunsReplaceOrAreAppended() async throws {
        try await with { _, caller in
            try await caller.call("log_write", "instlog", "one\n", Self.client)
            try await caller.call("log_write", "instlog", "two\n", Self.client, true)
            #expect(try await caller.result("log_read", "instlog", Self.client) == "one\ntwo\n")
            try await caller.call("log_write", "instlog", "three\n", Self.client, false)
            #expect(try await caller.result("log_read", "instlog", Self.client) == "three\n")
        }
    }

    /// What would grow too large is moved away, out of the reach of calls.
    @Test func appendingBeyondTheLimitBeginsAnew() async throws {
        try await with { _, caller in
            let line = String(repeating: "x", count: 99) + "\n"
            let large = String(repeating: line, count: 49_999)
            try await caller.call("log_write", "instlog", .string(large), Self.client)
            try await caller.call("log_write", "instlog", .string(line), Self.client, true)
            try await caller.call("log_write", "instlog", "new\n", Self.client, true)
            #expect(try await caller.result("log_read", "instlog", Self.client) == "new\n")
        }
    }

    @Test func oneWriteKeepsTenMillionBytesOfItsBeginning() async throws {
        try await with { _, caller in
            let line = String(repeating: "x", count: 99) + "\n"
            let text = String(repeating: line, count: 100_001) + "the failure\n"
            try await caller.call("log_write", "instlog", .string(text), Self.client)
            let read = try await caller.result("log_read", "instlog", Self.client).string ?? ""
            #expect(read.utf8.count == 10_000_000)
            #expect(!read.contains("failure"))
        }
    }

    /// Clients are not kept from each other's.
    @Test func logsAreNotForThoseWithoutRights() async throws {
        var configuration = OpsiMock.Configuration()
        configuration.users = [
            .init(username: "reader", password: "r", rights: .readOnly),
            .init(username: "plain", password: "p", rights: .none),
        ]
        try await withOpsiMock(fleet: .small, configuration: configuration) { mock in
            let caller = Caller(mock)
            let client = caller.with("pc1.opus.test", "0c0c")
            #expect(try await client.result("log_read", "instlog", "pc2.opus.test") == "")
            for (name, password) in [("reader", "r"), ("plain", "p")] {
                let reply = try await caller.with(name, password)
                    .call("log_read", "instlog", Self.client)
                #expect(reply.errorClass == "OpsiServicePermissionError")
            }
        }
    }
}
