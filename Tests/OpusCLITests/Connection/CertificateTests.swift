import Foundation
import TestSupport
import Testing

/// Certificates as an admin meets them, with the real `opus`.
@Suite("Certificates")
struct CertificateTests {
    /// A server of such a certificate that hands out a CA, and what `opus` says of it.
    private static func run(
        _ arguments: [String], _ identity: CertificateAuthority.Identity, handingOut pem: String
    ) async throws -> Run {
        let tls = try TLSServer.tls(identity)
        let answer: @Sendable (TLSServer.Request) -> TLSServer.Answer = { request in
            request.path == "/ssl/opsi-ca-cert.pem"
                ? .init(headers: [("x-opsi-server-role", "configserver")], body: pem)
                : .init(401, headers: [("x-opsi-error", "Authentication error")])
        }
        return try await TLSServer.serve(tls, answer: answer) { server in
            try await withTemporaryDirectory { home in
                let file = home.appending(path: "ca.pem")
                try Data(pem.utf8).write(to: file)
                let url = "https://127.0.0.1:\(server.port)"
                var environment = Opus.environment(nil, home: home.path)
                environment["OPUS_SERVER"] = url
                environment["OPUS_USERNAME"] = "admin"
                environment["OPUS_PASSWORD"] = "linux123"
                environment["OPUS_CA_FILE"] = file.path
                let run = try await Opus.run(
                    arguments.map { $0 == "URL" ? url : $0 }, environment: environment)
                let stored = home.appending(path: ".config/opus/ca").path
                let files = try? FileManager.default.contentsOfDirectory(atPath: stored)
                #expect(run.status == 0 || (files ?? []).isEmpty)
                return run
            }
        }
    }

    @Test("trust says whose certificate it is where the CA that is handed out did not make it")
    func otherAuthority() async throws {
        let identity = try CertificateAuthority("R3 of Elsewhere").identity()
        let run = try await Self.run(
            ["trust", "URL", "--fingerprint", "AA"], identity,
            handingOut: CertificateAuthority("opsi CA").pem)
        #expect(run.status == 69)
        #expect(run.errors.contains("not by this CA, but by \"R3 of Elsewhere\""))
        #expect(run.errors.contains("letsencrypt or unmanaged"))
        #expect(run.errors.contains("--ca-file"))
        #expect(!run.errors.contains("opus trust"))
    }

    @Test("an expired certificate: date and issuer, and no advice to trust it")
    func expired() async throws {
        let authority = try CertificateAuthority("opsi CA")
        for command in ["doctor", "status"] {
            let run = try await Self.run(
                [command, "-o", "plain"], authority.identity(days: (9, -3)),
                handingOut: authority.pem)
            #expect(run.status == 69)
            let told = run.output + run.errors
            #expect(told.contains("by \"opsi CA\", expired on 20"))
            #expect(!told.contains("opus trust"))
        }
    }

    @Test("doctor warns before the end, and names the day", arguments: [(5.0, true), (20, false)])
    func soon(days: Double, warns: Bool) async throws {
        let authority = try CertificateAuthority("opsi CA")
        let run = try await Self.run(
            ["doctor", "-o", "plain"], authority.identity(days: (1, days)),
            handingOut: authority.pem)
        let line = try #require(
            run.output.split(separator: "\n").first { $0.hasPrefix("certificate") })
        #expect(line.hasPrefix("certificate\t\(warns ? "warning" : "ok")\tby \"opsi CA\""))
        // The login comes after it.
        #expect(run.status == 77)
    }

    @Test("a client certificate comes from the options, the environment or the file")
    func clientCertificate() async throws {
        let authority = try CertificateAuthority("opsi CA")
        let own = try authority.identity("admin")
        let tls = try TLSServer.tls(authority.identity(), clients: authority)
        try await TLSServer.serve(tls, answer: { .result("[]", to: $0) }) { server in
            try await withTemporaryDirectory { home in
                func write(_ text: String, _ name: String) throws -> String {
                    let file = home.appending(path: name)
                    try Data(text.utf8).write(to: file)
                    return file.path
                }
                let url = "https://127.0.0.1:\(server.port)"
                let ca = try write(authority.pem, "ca.pem")
                let certificate = try write(own.chainPEM, "own.pem")
                let key = try write(own.keyPEM, "own.key")
                let password = try write("x", "password")
                let file = try write(
                    """
                    servers:
                      a: {url: "\(url)", username: admin, password-file: \(password), ca-file: \(ca),
                          client-cert-file: \(certificate), client-key-file: \(key)}
                    """, "config.yaml")
                var environment = ["HOME": home.path, "OPUS_PASSWORD": "x", "OPUS_CONFIG": file]
                #expect(
                    try await Opus.run(["groups", "--context", "a"], environment: environment)
                        .status != 69)
                environment = [
                    "HOME": home.path, "OPUS_PASSWORD": "x", "OPUS_USERNAME": "admin",
                    "OPUS_SERVER": url, "OPUS_CA_FILE": ca,
                ]
                let without = try await Opus.run(["groups"], environment: environment)
                #expect(without.status == 69)
                #expect(without.errors.contains("--client-cert-file"))
                let options = ["--client-cert-file", certificate, "--client-key-file", key]
                let other = try await Opus.run(
                    ["doctor", "-o", "plain", "--username", "other"] + options,
                    environment: environment)
                #expect(other.output.contains("the client certificate is that of \"admin\""))
                let own = try await Opus.run(
                    ["doctor", "-o", "plain"] + options, environment: environment)
                #expect(!own.output.contains("the client certificate is that of"))
                #expect(
                    try await Opus.run(["groups"] + options, environment: environment).status != 69)
                environment["OPUS_CLIENT_CERT_FILE"] = certificate
                environment["OPUS_CLIENT_KEY_FILE"] = key
                #expect(try await Opus.run(["groups"], environment: environment).status != 69)
                #expect(server.requests.count >= 3)
            }
        }
    }
}
