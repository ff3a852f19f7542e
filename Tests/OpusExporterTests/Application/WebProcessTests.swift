import Foundation
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("opus-exporter with a web configuration, as a process", .timeLimit(.minutes(1)))
struct WebProcessTests {
    @Test("a mistake in the file ends it at once, and says where")
    func mistake() async throws {
        try await WebFiles.use { files in
            try files.write("basic_auth_users:\n  alice: hunter2\n")
            let end = try await ChildProcess.run(
                "opus-exporter", ["--web.config.file", files.configuration],
                environment: ExporterProcess.environment)
            #expect(end.status == 78)
            let expected =
                "opus-exporter: \(files.configuration):2: basic_auth_users.alice: is no bcrypt hash"
                + " ($2y$…); make one with: htpasswd -nBC 10 USER"
            #expect(end.errors == [expected])
        }
    }

    @Test("serves by TLS to users alone")
    func serves() async throws {
        let authority = try CertificateAuthority()
        try await WebFiles.use { files in
            try files.write(try authority.identity())
            try files.write(WebFiles.tls + WebFiles.users)
            let end = try await ChildProcess.run(
                "opus-exporter", ["--web.config.file", files.configuration],
                environment: ExporterProcess.environment
            ) { exporter in
                let url = try await exporter.listening().url
                #expect(url.hasPrefix("https://127.0.0.1:"))
                let right = "Basic " + Data("alice:correct horse".utf8).base64EncodedString()
                let statuses = try await TLSClient.use(trust: try authority.trustRoots) { client in
                    let without = try await client.status(of: "\(url)/metrics")
                    return [
                        without,
                        try await client.status(of: "\(url)/metrics", authorization: right),
                    ]
                }
                #expect(statuses == [.unauthorized, .ok])
            }
            #expect(end.status == 0)
        }
    }
}
