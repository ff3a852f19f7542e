import Foundation
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("Basic authentication", .timeLimit(.minutes(1)))
struct BasicAuthTests {
    private static func basic(_ name: String, _ password: String) -> String {
        "Authorization: Basic \(Data("\(name):\(password)".utf8).base64EncodedString())"
    }

    /// A request's fields, and whether they let it in.
    struct Attempt: Sendable {
        let fields: [String]
        let works: Bool

        init(_ field: String?, _ works: Bool) {
            fields = field.map { [$0] } ?? []
            self.works = works
        }
    }

    private static let attempts: [Attempt] = [
        Attempt(basic("alice", "correct horse"), true),
        Attempt(basic("bob", "bob:pass"), true),
        Attempt(basic("alice", "correct horse "), false),
        Attempt(basic("alice", "bob:pass"), false),
        Attempt(basic("alice", ""), false),
        Attempt(basic("carol", "correct horse"), false),
        Attempt(basic("", ""), false),
        Attempt(basic("alice", "correct horse\0x"), false),
        Attempt(nil, false),
        Attempt("Authorization: Basic", false),
        Attempt("Authorization: Basic !!!!", false),
        Attempt("Authorization: Bearer YWxpY2U6Y29ycmVjdCBob3JzZQ==", false),
        Attempt("authorization: bAsIc YWxpY2U6Y29ycmVjdCBob3JzZQ==", true),
    ]

    @Test(
        "only the right name with the right password gets in, on every path",
        arguments: ["/metrics", "/", "/-/healthy", "/-/ready", "/nope"], attempts)
    func access(path: String, attempt: Attempt) async throws {
        try await RunningServer.run(WebFiles.users) { server, _ in
            let answer = try await server.get(path, attempt.fields)
            if attempt.works {
                let expected = path == "/nope" ? 404 : 200
                #expect(answer.status == expected)
            } else {
                #expect(answer.status == 401)
                #expect(
                    answer.headers["www-authenticate"]
                        == #"Basic realm="metrics", charset="UTF-8""#)
                #expect(answer.text == "Unauthorized\n")
            }
        }
    }

    /// Counts checks, and holds each up until it is let go.
    private final class Held: Sendable {
        let asked = Inbox<String>()
        private let gate = DispatchSemaphore(value: 0)

        func verify(_ password: String, _ hash: BcryptHash) -> Bool {
            asked.put(password)
            gate.wait()
            return Bcrypt.matches(password, hash)
        }

        func release() { gate.signal() }
    }

    @Test("a password that was right is not computed again, until the hash changes")
    func remembered() async throws {
        let count = Atomic<Int>(0)
        let checker = PasswordChecker(verify: { password, hash in
            count.add(1, ordering: .relaxed)
            return Bcrypt.matches(password, hash)
        })
        try await RunningServer.run(WebFiles.users, passwords: checker) { server, files in
            let right = [Self.basic("alice", "correct horse")]
            for _ in 0..<5 {
                let answer = try await server.get("/metrics", right)
                #expect(answer.status == 200)
            }
            #expect(count.load(ordering: .relaxed) == 1)
            for _ in 0..<2 {
                let answer = try await server.get("/metrics", [Self.basic("alice", "wrong")])
                #expect(answer.status == 401)
            }
            #expect(count.load(ordering: .relaxed) == 3)
            // Her hash is another one now: the old password is worth nothing at once.
            try files.write("basic_auth_users:\n  alice: \(WebFiles.bobHash)\n")
            let after = try await server.get("/metrics", right)
            #expect(after.status == 401)
        }
    }

    @Test("an unknown name costs a check as dear as the others")
    func unknown() async throws {
        let costs = Inbox<Int>()
        let checker = PasswordChecker(verify: { _, hash in
            costs.put(hash.cost)
            return true
        })
        let users = ["alice": try BcryptHash(WebFiles.aliceHash)]
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        for name in ["alice", "nobody"] {
            let outcome = try await checker.check(
                BasicCredentials(name: name, password: "x"), users: users, from: "", on: loop
            ).get()
            #expect(outcome == (name == "alice" ? .accepted : .refused))
        }
        #expect(try await costs.next() == 4)
        #expect(try await costs.next() == 4)
        await checker.shutdown()
    }

    @Test("a wrong password costs the same for everyone, however dear their own hashes are")
    func equalCost() async throws {
        let costs = Inbox<Int>()
        let checker = PasswordChecker(verify: { password, hash in
            costs.put(hash.cost)
            return password == "right"
        })
        let users = [
            "cheap": try BcryptHash(WebFiles.aliceHash), "dear": BcryptHash.decoy(cost: 7),
        ]
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        for (name, password, expected) in [
            ("cheap", "x", [4, 4, 5, 6]), ("dear", "x", [7]), ("nobody", "x", [7]),
            ("cheap", "right", [4]),
        ] {
            _ = try await checker.check(
                BasicCredentials(name: name, password: password), users: users, from: "", on: loop
            ).get()
            var spent: [Int] = []
            for _ in expected { spent.append(try await costs.next()) }
            #expect(spent == expected)
            // A cost is the logarithm of the rounds.
            let rounds = spent.reduce(0) { $0 + 1 << $1 }
            #expect(rounds == (password == "right" ? 1 << 4 : 1 << 7))
        }
        await checker.shutdown()
    }

    @Test("a flood from one place keeps nobody out who comes from elsewhere")
    func fairness() async throws {
        let held = Held()
        let checker = PasswordChecker(waiting: 10, perSource: 2, verify: held.verify)
        let users = ["alice": try BcryptHash(WebFiles.aliceHash)]
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        func check(_ password: String, _ source: String) -> EventLoopFuture<
            PasswordChecker.Outcome
        > {
            checker.check(
                BasicCredentials(name: "alice", password: password), users: users, from: source,
                on: loop)
        }
        let flood = ["1", "2", "3", "4"].map { check($0, "mallory") }
        let scraper = check("correct horse", "prometheus")
        for _ in 0..<3 { held.release() }
        #expect(
            try await EventLoopFuture.whenAllSucceed(flood, on: loop).get()
                == [.refused, .refused, .busy, .busy])
        #expect(try await scraper.get() == .accepted)
        // Room is there again once the checks are over.
        held.release()
        #expect(try await check("5", "mallory").get() == .refused)
        await checker.shutdown()
    }

    @Test(
        "an allowance is for an IPv4 address, or for a network of IPv6",
        arguments: [
            ("192.0.2.1", "192.0.2.1", true), ("192.0.2.1", "192.0.2.2", false),
            ("2001:db8::1", "2001:db8::ffff:1", true), ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "::ffff:192.0.2.2", false),
        ])
    func sources(one: String, other: String, isSame: Bool) throws {
        let sources = try [(one, 1), (other, 2)].map {
            try SocketAddress(ipAddress: $0.0, port: $0.1).source
        }
        #expect((sources[0] == sources[1]) == isSame)
    }

    @Test("the hash that stands in for unknown names is a real one", arguments: [4, 5, 10])
    func decoy(cost: Int) throws {
        let decoy = BcryptHash.decoy(cost: cost)
        let read = try BcryptHash(decoy.text)
        #expect(read == decoy)
        #expect(!Bcrypt.matches("correct horse", decoy))
    }

    @Test("a flood of passwords is cut off, and holds up nobody who is known")
    func flood() async throws {
        let held = Held()
        let checker = PasswordChecker(threads: 1, waiting: 1, verify: held.verify)
        try await RunningServer.run(WebFiles.users, passwords: checker) { server, _ in
            let port = server.port
            let right = [Self.basic("alice", "correct horse")]
            async let first = RawHTTP.send("GET", "/metrics", right, port: port)
            #expect(try await held.asked.next() == "correct horse")
            held.release()
            #expect(try await first.status == 200)

            async let wrong = RawHTTP.send(
                "GET", "/metrics", [Self.basic("mallory", "1")], port: port)
            #expect(try await held.asked.next() == "1")
            // One is computed; of the next two one waits, and the other is sent away.
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for password in ["2", "3"] {
                    group.addTask {
                        try await RawHTTP.send(
                            "GET", "/metrics", [Self.basic("mallory", password)], port: port
                        ).status
                    }
                }
                let early = try #require(try await group.next())
                let known = try await RawHTTP.send("GET", "/metrics", right, port: port)
                #expect(known.status == 200)
                held.release()
                held.release()
                let late = try #require(try await group.next())
                return [early, late]
            }
            #expect(statuses == [503, 401])
            #expect(try await wrong.status == 401)
        }
    }

    @Test(
        "hashes are those that htpasswd writes",
        arguments: [
            ("", false), ("correct horse", false), ("$1$salt$hash", false),
            (WebFiles.aliceHash, true),
            ("$2x$04$" + String(repeating: "a", count: 53), false),
            ("$2b$04$" + String(repeating: "a", count: 53), true),
            ("$2a$04$" + String(repeating: "a", count: 52), false),
            ("$2b$03$" + String(repeating: "a", count: 53), false),
            ("$2b$32$" + String(repeating: "a", count: 53), false),
            ("$2b$17$" + String(repeating: "a", count: 53), false),
            ("$2b$04$" + String(repeating: "ä", count: 26) + "a", false),
        ] as [(String, Bool)])
    func hashes(text: String, isHash: Bool) {
        #expect(((try? BcryptHash(text)) != nil) == isHash)
    }

    @Test(
        "Base64 is read as it is written",
        arguments: [
            ("YQ==", [97]), ("YWI=", [97, 98]), ("YWJj", [97, 98, 99]), ("+/+/", [251, 255, 191]),
            ("", nil), ("Y", nil), ("YQ=", nil), ("YQ===", nil), ("====", nil), ("Y!==", nil),
            ("YQ==YQ==", nil),
        ] as [(String, [UInt8]?)])
    func base64(text: String, bytes: [UInt8]?) {
        #expect(Base64.decode(text) == bytes)
    }
}
