import AsyncHTTPClient
import Foundation
import NIOSSL
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("Files that change under way", .timeLimit(.minutes(1)))
struct ReloadTests {
    @Test("a new certificate is used for new connections, while old ones go on")
    func certificate() async throws {
        let old = try CertificateAuthority("Old CA")
        let new = try CertificateAuthority("New CA")
        try await RunningServer.run(WebFiles.tls, by: old.identity()) { server, files in
            let url = "\(server.url)/-/healthy"
            try await TLSClient.use(trust: old.trustRoots) { kept in
                #expect(try await kept.status(of: url) == .ok)

                // Half replaced, certificate and key do not fit.
                let identity = try new.identity()
                try files.write(identity.chainPEM, to: "server.crt")
                #expect(try await TLSClient.status(url, trust: old.trustRoots) == .ok)
                let complaint = try await server.logged("error")
                #expect(complaint.contains("web.yml:3: tls_server_config.key_file: the file"))
                #expect(complaint.contains("does not belong to the certificate"))
                #expect(try await TLSClient.status(url, trust: old.trustRoots) == .ok)

                try files.write(identity.keyPEM, to: "server.key")
                #expect(try await TLSClient.status(url, trust: new.trustRoots) == .ok)
                // The next line: the complaint came once.
                #expect(
                    try await server.log.lines.next() == "info web configuration reloaded")
                await #expect(throws: (any Error).self) {
                    try await TLSClient.status(url, trust: old.trustRoots)
                }
                #expect(try await kept.status(of: url) == .ok)
            }
        }
    }

    @Test(
        "a broken file changes nothing, and is told of once",
        arguments: [
            ("basic_auth_users: [", "error the web configuration changed, but the old one stays"),
            (
                "",
                "error the web configuration changed, but the old one stays: the new one takes TLS"
            ),
            ("basic_auth_users:\n  alice: secret\n", "error the web configuration changed"),
            (WebFiles.tls, "error the web configuration changed, but the old one stays: the new"),
            (
                WebFiles.users,
                "error the web configuration changed, but the old one stays: the new one takes TLS"
            ),
        ])
    func broken(text: String, complaint: String) async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(WebFiles.tls + WebFiles.users, by: authority.identity()) {
            server, files in
            let right = "Basic " + Data("alice:correct horse".utf8).base64EncodedString()
            try files.write(text)
            for _ in 0..<3 {
                let url = "\(server.url)/metrics"
                let statuses = try await TLSClient.use(trust: authority.trustRoots) { client in
                    let without = try await client.status(of: url)
                    return [without, try await client.status(of: url, authorization: right)]
                }
                #expect(statuses == [.unauthorized, .ok])
            }
            let line = try await server.logged("error")
            #expect(line.hasPrefix(complaint))
            #expect(!line.contains("secret"))
            try files.write(WebFiles.tls + WebFiles.users + "# mended\n")
            #expect(
                try await TLSClient.status(
                    "\(server.url)/metrics", trust: authority.trustRoots) == .unauthorized)
            #expect(try await server.log.lines.next() == "info web configuration reloaded")
        }
    }

    @Test("connections that new settings would not have let in get no answer any more")
    func tightened() async throws {
        let authority = try CertificateAuthority()
        let held = LimitTests.Held()
        try await WebFiles.use { files in
            try files.write(try authority.identity())
            try files.write(authority.pem, to: "clients.crt")
            try files.write(WebFiles.tls + WebFiles.users)
            try await RunningServer.run(
                try files.settings(), passwords: PasswordChecker(verify: held.verify)
            ) { server in
                let trust = try authority.trustRoots
                let get = "GET /-/healthy HTTP/1.1\r\nHost: a\r\n"
                var idle: [RawClient] = []
                for _ in 0..<2 {
                    let client = try await RawClient(port: server.port, trust: trust)
                    try await client.send(get + "\r\n")
                    _ = try await client.text(until: "Unauthorized\n")
                    idle.append(client)
                }
                let asking = try await RawClient(port: server.port, trust: trust)
                try await asking.send("\(get)\(LimitTests.authorization)\r\n\r\n")
                try await held.asked.next()

                try files.write(
                    WebFiles.tls + "  client_ca_file: clients.crt\n"
                        + "  client_auth_type: RequireAndVerifyClientCert\n" + WebFiles.users)
                // The first to ask finds out; nobody needs to.
                try await idle[0].send("\(get)\(LimitTests.authorization)\r\n\r\n")
                for client in idle { #expect(await client.rest() == "") }
                held.release()
                let answer = await asking.rest()
                #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(answer.contains("\r\nConnection: close\r\n"))
                #expect(try await server.log.lines.next().hasPrefix("info listening"))
                #expect(
                    try await server.log.lines.next() == "info web configuration reloaded")
            }
        }
    }

    @Test("users and fields change for connections that are open already")
    func requests() async throws {
        try await RunningServer.run("http_server_config:\n  headers:\n    X-Frame-Options: deny\n")
        { server, files in
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            let url = "\(server.url)/metrics"
            let before = try await client.execute(
                HTTPClientRequest(url: url), timeout: .seconds(60))
            _ = try await before.body.collect(upTo: 1 << 20)
            #expect(before.headers["x-frame-options"] == ["deny"])
            try files.write(WebFiles.users)
            let after = try await client.execute(
                HTTPClientRequest(url: url), timeout: .seconds(60))
            #expect(after.status == .unauthorized)
            #expect(after.headers["x-frame-options"].isEmpty)
            _ = try await after.body.collect(upTo: 1 << 20)
            try await client.shutdown()
        }
    }
}
