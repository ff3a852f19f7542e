import Foundation
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("Requests behind requests", .timeLimit(.minutes(1)))
struct PipeliningTests {
    private static func basic(_ password: String) -> String {
        "Authorization: Basic \(Data("alice:\(password)".utf8).base64EncodedString())\r\n"
    }

    @Test("any number of them is answered, in order, over TLS too", arguments: [false, true])
    func many(isEncrypted: Bool) async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(
            (isEncrypted ? WebFiles.tls : "") + WebFiles.users, by: authority.identity()
        ) { server, _ in
            let client = try await RawClient(
                port: server.port, trust: isEncrypted ? authority.trustRoots : nil)
            let head = "HEAD / HTTP/1.1\r\nHost: a\r\n"
            let count = 10_000
            async let answers = client.rest()
            // The check of a password takes its time, and all others wait behind it.
            try await client.send(
                head + Self.basic("wrong") + "\r\n"
                    + String(repeating: head + "\r\n", count: count)
                    + head + "Connection: close\r\n\r\n")
            let parts = await answers.components(separatedBy: "HTTP/1.1 401 Unauthorized\r\n")
            #expect(parts.count - 1 == count + 2)
            #expect(parts.last?.contains("Connection: close\r\n") == true)
        }
    }

    @Test("an answer that is sent does not end the request behind it")
    func newest() async throws {
        let held = LimitTests.Held()
        try await RunningServer.run(WebFiles.users, passwords: PasswordChecker(verify: held.verify))
        { server, _ in
            let client = try await RawClient(port: server.port)
            let head = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n"
            try await client.send(
                head + Self.basic("x") + "\r\n" + head + Self.basic("y") + "\r\n")
            try await held.asked.next()
            held.release()
            try await held.asked.next()
            // Of what answers nothing, it would close the connection.
            await server.shutDown()
            // It has heard of it once it lets nobody in any more.
            while let late = try? await RawClient(port: server.port) { try? await late.close() }
            held.release()
            let answers = await client.rest().components(separatedBy: "HTTP/1.1 200 OK\r\n")
            #expect(answers.count == 3)
            #expect(answers.last?.contains("\r\nConnection: close\r\n") == true)
        }
    }

    @Test(
        "nothing behind a tunnel or an upgrade that does not take place is kept",
        arguments: [
            ("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n", 405),
            ("GET /-/healthy HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n", 200),
        ])
    func abandoned(head: String, status: Int) async throws {
        try await RunningServer.run { server in
            let client = try await RawClient(port: server.port)
            async let answer = client.rest()
            // The server may be gone before all of it is sent.
            try? await client.send(head + "\r\n" + String(repeating: "x", count: 1 << 20))
            let text = await answer
            #expect(text.hasPrefix("HTTP/1.1 \(status) "))
            #expect(text.contains("\r\nConnection: close\r\n"))
            #expect(text.components(separatedBy: "HTTP/1.1").count == 2)
        }
    }
}
