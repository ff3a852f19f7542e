import Foundation
import NIOSSL
import TestSupport
import Testing

@testable import OpusServer

/// What sites have in front of their opsi, each as a real server.
// One after the other: making keys keeps a machine busy, and a look at certificates has its limit.
@Suite("TLS", .serialized)
struct TLSTests {
    private static let yes: @Sendable (TLSServer.Request) -> TLSServer.Answer = {
        .result("true", to: $0)
    }

    /// Asks a server once, and returns the error that comes of it.
    private static func ask(
        _ url: String, _ trust: ServerConfiguration.Trust,
        client: ServerConfiguration.ClientCertificate? = nil,
        timeout: Duration = .seconds(20)
    ) async throws -> ServerError? {
        var configuration = ServerConfiguration(
            url: url, username: "admin", password: "linux123", trust: trust)
        configuration.clientCertificate = client
        configuration.retries = .never
        configuration.callTimeout = timeout
        let server = try Server(configuration)
        do {
            #expect(try await server.userIsAdmin())
            await server.shutdown()
            return nil
        } catch let error as ServerError {
            await server.shutdown()
            return error
        }
    }

    /// What comes of a server of such a certificate for who trusts these.
    private static func ask(
        _ identity: CertificateAuthority.Identity, trusting pem: String
    ) async throws -> ServerError? {
        try await TLSServer.serve(TLSServer.tls(identity), answer: yes) { server in
            try await withFile(pem) { path in
                let error = try await ask(
                    "https://127.0.0.1:\(server.port)", .authorityFile(path))
                if error != nil { #expect(server.requests.isEmpty) }
                return error
            }
        }
    }

    @Test(
        "Every kind of key is good, in both versions, verified or not",
        arguments: CertificateAuthority.Key.allCases, [TLSVersion.tlsv12, .tlsv13])
    func keys(key: CertificateAuthority.Key, version: TLSVersion) async throws {
        let authority = try CertificateAuthority("opsi CA")
        let tls = try TLSServer.tls(authority.identity(key: key), version: version)
        try await TLSServer.serve(tls, answer: Self.yes) { server in
            let url = "https://127.0.0.1:\(server.port)"
            try await withFile(authority.pem) { path in
                let error = try await Self.ask(url, .authorityFile(path))
                #expect(error?.message == nil)
            }
            #expect(try await Self.ask(url, .insecure)?.message == nil)
        }
    }

    @Test("The issuing CA alone in the CA file: the missing one above it is named")
    func issuingAuthorityAlone() async throws {
        let root = try CertificateAuthority("Root of Example")
        let issuing = try CertificateAuthority("Issuing of Example", above: root)
        let identity = try issuing.identity()
        let error = try #require(try await Self.ask(identity, trusting: issuing.pem))
        #expect(error.tls?.kind == .missingRoot)
        #expect(error.message.contains("append the certificate of \"Root of Example\""))
        #expect(try await Self.ask(identity, trusting: issuing.pem + root.pem)?.message == nil)
        #expect(try await Self.ask(identity, trusting: root.pem)?.message == nil)
    }

    @Test("Another CA than that of the file: both are named")
    func otherAuthority() async throws {
        let identity = try CertificateAuthority("R3 of Elsewhere").identity()
        let error = try #require(
            try await Self.ask(identity, trusting: CertificateAuthority("opsi CA").pem))
        #expect(error.code == .tls)
        #expect(error.tls?.kind == .unknownAuthority)
        #expect(error.tls?.issuer == "R3 of Elsewhere")
        #expect(error.message.contains("\"R3 of Elsewhere\""))
        #expect(error.message.contains("\"opsi CA\""))
    }

    @Test("A CA that was made anew under its name is told from one that is unknown")
    func renewedAuthority() async throws {
        let identity = try CertificateAuthority("opsi CA").identity()
        let error = try #require(
            try await Self.ask(identity, trusting: CertificateAuthority("opsi CA").pem))
        #expect(error.tls?.kind == .otherKey)
        #expect(error.message.contains("/ssl/opsi-ca-cert.pem"))
    }

    @Test("A system that does not know the CA: it is named")
    func untrustedBySystem() async throws {
        let identity = try CertificateAuthority("opsi CA of Example").identity()
        try await TLSServer.serve(TLSServer.tls(identity), answer: Self.yes) { server in
            let error = try #require(
                try await Self.ask("https://127.0.0.1:\(server.port)", .system))
            #expect(error.tls?.kind == .unknownAuthority)
            #expect(error.message.contains("\"opsi CA of Example\""))
            #expect(server.requests.isEmpty)
        }
    }

    @Test("Dates: which certificate it is, by whom, and since or until when")
    func dates() async throws {
        let authority = try CertificateAuthority("opsi CA")
        func date(_ days: Double) -> String {
            (Date() + days * 86_400).formatted(.iso8601.year().month().day())
        }
        let expired = try #require(
            try await Self.ask(authority.identity(days: (9, -3)), trusting: authority.pem))
        #expect(expired.tls?.kind == .expired)
        #expect(expired.message.contains("by \"opsi CA\", expired on \(date(-3))"))
        #expect(!expired.message.contains("CA file"))
        let early = try #require(
            try await Self.ask(authority.identity(days: (-3, 9)), trusting: authority.pem))
        #expect(early.tls?.kind == .notYetValid)
        #expect(early.message.contains(date(3)))
        let old = try CertificateAuthority("old CA", days: (9, -2))
        let above = try #require(try await Self.ask(old.identity(), trusting: old.pem))
        #expect(above.tls?.kind == .expired)
        #expect(above.message.contains("its CA \"old CA\" expired on \(date(-2))"))
    }

    @Test("When a certificate ended is known even where it never was good")
    func endOfRefused() async throws {
        let authority = try CertificateAuthority("opsi CA")
        let tls = try TLSServer.tls(authority.identity(days: (9, -3)))
        try await TLSServer.serve(tls, answer: Self.yes) { server in
            try await withFile(authority.pem) { path in
                var configuration = ServerConfiguration(
                    url: "https://127.0.0.1:\(server.port)", username: "admin", password: "x",
                    trust: .authorityFile(path))
                configuration.retries = .never
                let opsi = try Server(configuration)
                _ = await #expect(throws: ServerError.self) { try await opsi.userIsAdmin() }
                let certificate = try #require(opsi.certificate)
                #expect(
                    abs(Double(certificate.notAfter) - Date().timeIntervalSince1970 + 259_200) < 600
                )
                #expect(certificate.issuer == "opsi CA")
                await opsi.shutdown()
            }
        }
    }

    @Test("Another name: those that would do are listed")
    func otherName() async throws {
        let authority = try CertificateAuthority("opsi CA")
        let identity = try authority.identity(
            hosts: ["opsi.example.org", "opsi"], isForLoopback: false)
        let error = try #require(try await Self.ask(identity, trusting: authority.pem))
        #expect(error.tls?.kind == .otherName)
        #expect(error.message.contains("opsi.example.org, opsi"))
    }

    @Test(
        "A server that asks for a client certificate gets one, or says so",
        arguments: [TLSVersion.tlsv12, .tlsv13])
    func clientCertificate(version: TLSVersion) async throws {
        let authority = try CertificateAuthority("opsi CA")
        let stranger = try CertificateAuthority("stranger's CA")
        let tls = try TLSServer.tls(
            authority.identity(), version: version, clients: authority)
        try await TLSServer.serve(tls, answer: Self.yes) { server in
            let url = "https://127.0.0.1:\(server.port)"
            try await withFile(authority.pem) { path in
                let trust = ServerConfiguration.Trust.authorityFile(path)
                let without = try #require(try await Self.ask(url, trust))
                let kinds: [TLSProblem.Kind?] =
                    version == .tlsv13
                    ? [.clientCertificateMissing] : [.clientCertificateMissing, .nothingInCommon]
                #expect(kinds.contains(without.tls?.kind), "\(without)")
                #expect(without.message.contains("client certificate"))
                let own = try authority.identity("admin", key: .ed25519)
                try await withFile(own.keyPEM + own.chainPEM) { file in
                    let error = try await Self.ask(
                        url, trust, client: .init(certificateFile: file))
                    #expect(error?.message == nil)
                }
                let strange = try stranger.identity("admin")
                try await withFile(strange.keyPEM + strange.chainPEM) { file in
                    let refused = try #require(
                        try await Self.ask(url, trust, client: .init(certificateFile: file)))
                    #expect(refused.tls?.kind == .clientCertificateRefused, "\(refused)")
                    #expect(refused.message.contains("stranger's CA"))
                }
            }
        }
    }

    @Test("Files that are no client certificate are named before anything is sent")
    func badClientCertificate() async throws {
        let authority = try CertificateAuthority("opsi CA")
        let one = try authority.identity()
        let two = try authority.identity()
        for content in ["", "no PEM", one.chainPEM, one.keyPEM, one.chainPEM + two.keyPEM] {
            try await withFile(content) { path in
                let error = try await serverError {
                    try await Self.ask(
                        "https://127.0.0.1:9", .insecure, client: .init(certificateFile: path))
                }
                #expect(error.code == .configuration)
                #expect(error.message.contains(path))
            }
        }
    }

    @Test("The certificate that was seen last is known, and none without TLS")
    func seen() async throws {
        let authority = try CertificateAuthority("opsi CA")
        let tls = try TLSServer.tls(authority.identity(days: (1, 20)))
        try await TLSServer.serve(tls, answer: Self.yes) { server in
            let opsi = try Server(
                ServerConfiguration(
                    url: "https://127.0.0.1:\(server.port)", username: "admin",
                    password: "linux123", trust: .insecure))
            #expect(opsi.certificate == nil)
            _ = try await opsi.userIsAdmin()
            let certificate = try #require(opsi.certificate)
            #expect(certificate.issuer == "opsi CA")
            let days = (Double(certificate.notAfter) - Date().timeIntervalSince1970) / 86_400
            #expect(days > 19 && days < 21)
            await opsi.shutdown()
        }
    }

    @Test("https to plain HTTP and the reverse each name the other")
    func schemes() async throws {
        try await TLSServer.serve(nil, answer: Self.yes) { server in
            let error = try #require(
                try await Self.ask("https://127.0.0.1:\(server.port)", .insecure))
            #expect(error.code == .tls)
            #expect(error.tls?.kind == .noTLS)
            #expect(error.message.contains("http://"))
        }
        let authority = try CertificateAuthority("opsi CA")
        try await TLSServer.serve(TLSServer.tls(authority.identity()), answer: Self.yes) { server in
            let error = try #require(
                try await Self.ask("http://127.0.0.1:\(server.port)", .insecure))
            #expect(error.tls?.kind == .noPlainHTTP, "\(error)")
            #expect(error.message.contains("https://"))
        }
    }

    @Test("A server that stalls in the middle of an answer: who was silent, and at what")
    func stall() async throws {
        let stalled = TLSServer.Answer(
            headers: [("x-opsi-server-role", "configserver")], body: "{\"id\":", stalls: true)
        try await TLSServer.serve(nil, answer: { _ in stalled }) { server in
            let url = "http://127.0.0.1:\(server.port)"
            let error = try #require(
                try await Self.ask(url, .system, timeout: .seconds(2)))
            #expect(error.code == .timeout)
            #expect(error.method == "accessControl_userIsAdmin")
            #expect(error.message.contains(url))
            #expect(error.message.contains("6 bytes of it"))
            #expect(server.requests.count == 1)
            let authority = try await serverError {
                try await ServerAuthority.answer(
                    of: url, trust: .system, timeout: .seconds(2))
            }
            #expect(authority.code == .timeout)
            #expect(authority.message.contains(url))
        }
    }
}
