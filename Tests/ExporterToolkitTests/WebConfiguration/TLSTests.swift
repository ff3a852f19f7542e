import AsyncHTTPClient
import NIOSSL
import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("TLS", .timeLimit(.minutes(1)))
struct TLSTests {
    @Test("is spoken by certificate and key, and by nobody who does not trust them")
    func plain() async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(WebFiles.tls, by: authority.identity()) { server, _ in
            #expect(server.url == "https://127.0.0.1:\(server.port)")
            let healthy = "\(server.url)/-/healthy"
            #expect(try await TLSClient.status(healthy, trust: authority.trustRoots) == .ok)
            let other = try CertificateAuthority()
            await #expect(throws: (any Error).self) {
                try await TLSClient.status(healthy, trust: other.trustRoots)
            }
            // Whoever speaks plain HTTP is not answered in plain text.
            await #expect(throws: (any Error).self) {
                try await server.get("/-/healthy")
            }
            #expect(try await TLSClient.status(healthy, trust: authority.trustRoots) == .ok)
        }
    }

    @Test(
        "versions outside of the configured ones are refused",
        arguments: [
            ("", TLSVersion.tlsv11, false), ("", .tlsv12, true), ("", .tlsv13, true),
            ("min_version: TLS13", .tlsv12, false), ("min_version: TLS13", .tlsv13, true),
            ("max_version: TLS12", .tlsv13, false), ("max_version: TLS12", .tlsv12, true),
        ])
    func versions(line: String, version: TLSVersion, works: Bool) async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(WebFiles.tls + "  \(line)\n", by: authority.identity()) {
            server, _ in
            let trust = try authority.trustRoots
            func ask() async throws {
                _ = try await TLSClient.status("\(server.url)/metrics", trust: trust) {
                    $0.minimumTLSVersion = version
                    $0.maximumTLSVersion = version
                }
            }
            if works {
                try await ask()
            } else {
                await #expect(throws: (any Error).self) { try await ask() }
            }
        }
    }

    @Test(
        "cipher suites and curves are those configured",
        arguments: [
            (NIOTLSCipher.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, NIOTLSCurve?.none, true),
            (.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, nil, false), (nil, .secp384r1, true),
            (nil, .x25519, false),
        ] as [(NIOTLSCipher?, NIOTLSCurve?, Bool)])
    func ciphers(cipher: NIOTLSCipher?, curve: NIOTLSCurve?, works: Bool) async throws {
        let authority = try CertificateAuthority()
        try await WebFiles.use { files in
            try files.write(try authority.identity())
            try files.write(
                WebFiles.tls + """
                      cipher_suites: [TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384]
                      curve_preferences: [CurveP384, CurveP256]
                    """)
            try await RunningServer.run(try files.settings()) { server in
                let trust = try authority.trustRoots
                func ask() async throws {
                    _ = try await TLSClient.status("\(server.url)/metrics", trust: trust) {
                        if let cipher {
                            $0.maximumTLSVersion = .tlsv12
                            $0.cipherSuiteValues = [cipher]
                        }
                        if let curve { $0.curves = [curve] }
                    }
                }
                if works {
                    try await ask()
                } else {
                    await #expect(throws: (any Error).self) { try await ask() }
                }
            }
        }
    }

    /// What a client shows.
    enum Shown: CaseIterable {
        case nothing
        case right
        case ofAnotherAuthority
        case expired
    }

    @Test(
        "client certificates are asked for as configured",
        arguments: [
            ("RequireAndVerifyClientCert", Shown.nothing, false),
            ("RequireAndVerifyClientCert", .right, true),
            ("RequireAndVerifyClientCert", .ofAnotherAuthority, false),
            ("RequireAndVerifyClientCert", .expired, false),
            ("VerifyClientCertIfGiven", .nothing, true),
            ("VerifyClientCertIfGiven", .right, true),
            ("VerifyClientCertIfGiven", .ofAnotherAuthority, false),
        ])
    func clients(policy: String, shown: Shown, works: Bool) async throws {
        let authority = try CertificateAuthority()
        let clients = try CertificateAuthority("Clients' CA")
        let identity: CertificateAuthority.Identity? =
            switch shown {
            case .nothing: nil
            case .right: try clients.identity("client")
            case .ofAnotherAuthority: try CertificateAuthority("Clients' CA").identity("client")
            case .expired: try clients.identity("client", days: (30, -1))
            }
        try await WebFiles.use { files in
            try files.write(try authority.identity())
            try files.write(clients.pem, to: "clients.crt")
            try files.write(
                WebFiles.tls + "  client_ca_file: clients.crt\n  client_auth_type: \(policy)\n")
            try await RunningServer.run(try files.settings()) { server in
                let trust = try authority.trustRoots
                let url = "\(server.url)/metrics"
                let certificate = try identity?.certificate
                let key = try identity?.key
                func ask() async throws {
                    let status = try await TLSClient.status(url, trust: trust) {
                        guard let certificate, let key else { return }
                        $0.certificateChain = [.certificate(certificate)]
                        $0.privateKey = .privateKey(key)
                    }
                    #expect(status == .ok)
                }
                if works {
                    try await ask()
                } else {
                    await #expect(throws: (any Error).self) { try await ask() }
                }
            }
        }
    }

    @Test("certificates in the file itself work too")
    func inline() async throws {
        let authority = try CertificateAuthority()
        let identity = try authority.identity()
        func indented(_ text: String) -> String {
            text.split(separator: "\n").map { "    \($0)" }.joined(separator: "\n")
        }
        try await WebFiles.use { files in
            try files.write(
                """
                tls_server_config:
                  cert: |
                \(indented(identity.chainPEM))
                  key: |
                \(indented(identity.keyPEM))
                """)
            try await RunningServer.run(try files.settings()) { server in
                let trust = try authority.trustRoots
                let status = try await TLSClient.status("\(server.url)/metrics", trust: trust)
                #expect(status == .ok)
            }
        }
    }

    @Test("a certificate that has expired is warned of")
    func expired() async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(WebFiles.tls, by: authority.identity(days: (30, -1))) {
            server, _ in
            _ = try await server.logged("warning the TLS certificate has expired")
        }
    }

    @Test("a client that never ends its handshake is closed in time")
    func handshake() async throws {
        let authority = try CertificateAuthority()
        try await RunningServer.run(
            WebFiles.tls, by: authority.identity(), { $0.requestTimeout = .milliseconds(50) }
        ) { server, _ in
            let channel = try await RawHTTP.connect(port: server.port)
            try await channel.executeThenClose { inbound, _ in
                for try await _ in inbound {}
            }
        }
    }
}
