import TestSupport
import Testing
import WebSupport

@testable import ExporterToolkit

@Suite("Web configuration files", .timeLimit(.minutes(1)))
struct WebConfigurationTests {
    private static let hash = WebFiles.aliceHash
    private static let tls = "tls_server_config:\n  cert_file: a\n  key_file: b\n"

    private static func read(_ text: String) throws -> WebConfiguration {
        try WebConfiguration(text: text, file: "/etc/opus/web.yml")
    }

    @Test(
        "a protection that is named and empty is told of at the start",
        arguments: [
            ("# nothing\nbasic_auth_users:\n", "2: basic_auth_users is empty: no password"),
            ("basic_auth_users: {}\n", "1: basic_auth_users is empty: no password"),
            ("tls_server_config:\n", "1: tls_server_config is empty: plain HTTP"),
        ])
    func emptyProtection(text: String, warning: String) async throws {
        try await RunningServer.run(text) { server, files in
            let line = try await server.logged("warning")
            #expect(line.hasPrefix("warning \(files.configuration):\(warning)"))
        }
    }

    @Test(
        "a rate is what exporter-toolkit takes it for",
        arguments: [
            ("interval: 1s\n  burst: 20", .init(interval: .seconds(1), burst: 20)),
            ("interval: \"500ms\"\n  burst: 1", .init(interval: .milliseconds(500), burst: 1)),
            ("interval: 0\n  burst: 20", nil), ("interval: 0s\n  burst: 20", nil),
            ("burst: 20", nil), ("interval:", nil),
        ] as [(String, TokenBucket.Rate?)])
    func rate(text: String, rate: TokenBucket.Rate?) throws {
        #expect(try Self.read("rate_limit:\n  \(text)\n").rateLimit == rate)
    }

    @Test(
        "a rate that makes no sense is refused",
        arguments: [
            ("interval: 1s", "1: rate_limit.burst: allows no request at all"),
            ("interval: 1s\n  burst: 0", "3: rate_limit.burst: allows no request at all"),
            ("interval: 1s\n  burst: -1", "3: rate_limit.burst: is not a whole number"),
            ("interval: often\n  burst: 1", "2: rate_limit.interval: is not a duration"),
            ("interval: 1s\n  bursts: 1", "3: rate_limit.bursts: is not known here"),
        ])
    func badRate(text: String, message: String) {
        let error = #expect(throws: WebConfigurationError.self) {
            try Self.read("rate_limit:\n  \(text)\n")
        }
        let said = error.map { "\($0)" } ?? ""
        #expect(said.hasPrefix("/etc/opus/web.yml:\(message)"), "\(said)")
    }

    @Test("what protects is not complained of")
    func noEmptyProtection() throws {
        for text in ["", Self.tls, "basic_auth_users:\n  alice: \(Self.hash)\n"] {
            #expect(try Self.read(text).emptyProtections == [])
        }
    }

    @Test("everything that can be said")
    func everything() throws {
        let configuration = try Self.read(
            """
            tls_server_config:
              cert_file: server.crt
              key_file: /keys/server.key
              client_ca_file: sub/clients.crt
              client_auth_type: RequireAndVerifyClientCert
              min_version: TLS12
              max_version: TLS13
              cipher_suites: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_AES_128_GCM_SHA256]
              prefer_server_cipher_suites: true
              curve_preferences: [X25519, CurveP256]
            http_server_config:
              http2: false
              headers:
                X-Content-Type-Options: nosniff
                Strict-Transport-Security: max-age=31536000
            basic_auth_users:
              alice: \(Self.hash)
            """)
        var tls = TLSSettings(
            certificate: Located(
                value: .file("/etc/opus/server.crt"), key: "tls_server_config.cert_file", line: 2),
            key: Located(
                value: .file("/keys/server.key"), key: "tls_server_config.key_file", line: 3))
        tls.clientAuthorities = Located(
            value: .file("/etc/opus/sub/clients.crt"), key: "tls_server_config.client_ca_file",
            line: 4)
        tls.clientPolicy = .requireAndVerify
        tls.cipherSuites = try [
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256",
        ].map { try #require(TLSSettings.CipherSuite(name: $0)) }
        tls.curves = [.x25519, .p256]
        let expected = WebConfiguration(
            tls: tls,
            headers: [
                .init(name: "Strict-Transport-Security", value: "max-age=31536000"),
                .init(name: "X-Content-Type-Options", value: "nosniff"),
            ],
            users: ["alice": try BcryptHash(Self.hash)])
        #expect(configuration == expected)
    }

    @Test(
        "nothing said is plain HTTP for everyone",
        arguments: [
            "", "# nothing\n", "{}", "basic_auth_users:\n", "tls_server_config:\n", "---\n",
        ])
    func nothing(text: String) throws {
        var configuration = try Self.read(text)
        configuration.emptyProtections = []
        #expect(configuration == WebConfiguration())
    }

    /// A text with something wrong in it, and part of what is said of it.
    struct Slip: Sendable {
        let text: String
        let message: String

        init(_ text: String, _ message: String) {
            self.text = text
            self.message = message
        }
    }

    private static let slips: [Slip] = [
        Slip("tls_config: {}", "web.yml:1: tls_config: is not known here; known are"),
        Slip("\n\nbasic_auth_user: {}", "web.yml:3: basic_auth_user: is not known here"),
        Slip("[]", "web.yml:1: is no mapping"), Slip("basic_auth_users: [a]", "web.yml:1:"),
        Slip("a: [", "web.yml:"), Slip("a: 1\na: 2", "web.yml:"),
        Slip(
            "tls_server_config:\n  cert_file: a\n",
            "web.yml:1: tls_server_config.key_file: is missing"),
        Slip("tls_server_config: {}", "web.yml:1: tls_server_config.cert_file: is missing"),
        Slip(tls + "  ca: x", "web.yml:4: tls_server_config.ca: is not known here"),
        Slip(tls + "  cert: x", "web.yml:2: tls_server_config.cert_file: contradicts 'cert'"),
        Slip(
            tls + "  min_version: TLS10",
            "web.yml:4: tls_server_config.min_version: 'TLS10' is broken; write TLS12 or TLS13"),
        Slip(tls + "  max_version: 1.2", "'1.2' is no version; write TLS12 or TLS13"),
        Slip(
            tls + "  min_version: TLS13\n  max_version: TLS12",
            "web.yml:5: tls_server_config.max_version: no version is left"),
        Slip(
            tls + "  client_auth_type: RequireAnyClientCert",
            "'RequireAnyClientCert' would let any certificate pass; known are NoClientCert"),
        Slip(tls + "  client_auth_type: yes", "'yes' is not known"),
        Slip(
            tls + "  client_auth_type: RequireAndVerifyClientCert",
            "web.yml:4: tls_server_config.client_auth_type: needs client_ca_file"),
        Slip(tls + "  client_ca_file: c", "has no effect without client_auth_type"),
        Slip(
            tls + "  cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA]",
            "'TLS_RSA_WITH_AES_128_CBC_SHA' is not known or not safe; known are TLS_ECDHE"),
        Slip(tls + "  cipher_suites: TLS_AES_128_GCM_SHA256", "is no list: write"),
        Slip(tls + "  cipher_suites: [TLS_AES_128_GCM_SHA256]", "has no suite of TLS 1.2"),
        Slip(tls + "  curve_preferences: [P256]", "'P256' is not a curve; known are CurveP256"),
        Slip(tls + "  prefer_server_cipher_suites: false", "can't be false"),
        Slip(tls + "  prefer_server_cipher_suites: 1", "is neither true nor false"),
        Slip(tls + "  client_allowed_sans: [a]", "is not supported"),
        Slip(
            "http_server_config:\n  headers:\n    X-Other: a",
            "web.yml:3: http_server_config.headers.X-Other: is not known here"),
        Slip(
            "http_server_config:\n  headers:\n    X-Frame-Options: allow",
            "web.yml:3: http_server_config.headers.X-Frame-Options: 'allow' is not possible:"
                + " write deny or sameorigin"),
        Slip("http_server_config:\n  http2: maybe", "is neither true nor false"),
        Slip(
            "basic_auth_users:\n  alice: secret",
            "web.yml:2: basic_auth_users.alice: is no bcrypt hash ($2y$…); make one with:"
                + " htpasswd -nBC 10 USER"),
        Slip("basic_auth_users:\n  alice:", "basic_auth_users.alice: has no hash"),
        Slip("basic_auth_users:\n  \"a:b\": \(hash)", "can't hold a colon"),
        Slip(
            "basic_auth_users:\n  alice: $2y$20$" + String(repeating: "a", count: 53),
            "has the cost 20, and each login would take long; 16 is the most"),
    ]

    @Test(
        "what is wrong is told with file, line and key, and the way out",
        arguments: slips)
    func mistakes(slip: Slip) throws {
        let message = slip.message
        let error = try #require(throws: WebConfigurationError.self) { try Self.read(slip.text) }
        #expect(error.description.contains(message))
        #expect(error.description.hasPrefix("/etc/opus/web.yml"))
        #expect(!error.description.contains("secret"))
    }

    /// What a file holds instead of what it should.
    enum Content {
        case missing
        case folder
        case text(String)
        case ofAnother
        case encrypted
    }

    @Test(
        "files that can't be used are told with the key that names them",
        arguments: [
            ("server.crt", Content.missing, "web.yml:2: tls_server_config.cert_file: the file "),
            ("server.crt", .missing, "can't be read (it does not exist)"),
            ("server.crt", .folder, "is a directory"),
            ("server.crt", .text("x"), "holds no certificate in PEM"),
            ("server.key", .missing, "web.yml:3: tls_server_config.key_file: the file "),
            ("server.key", .text("x"), "holds no private key in PEM"),
            ("server.key", .ofAnother, "web.yml:3: tls_server_config.key_file: the file "),
            ("server.key", .ofAnother, "does not belong to the certificate"),
            ("server.key", .encrypted, "is encrypted"),
            ("clients.crt", .text("x"), "tls_server_config.client_ca_file: the file "),
        ] as [(String, Content, String)])
    func files(name: String, content: Content, message: String) async throws {
        let authority = try CertificateAuthority()
        try await WebFiles.use { files in
            try files.write(try authority.identity())
            try files.write(authority.pem, to: "clients.crt")
            try files.write(
                WebFiles.tls
                    + "  client_ca_file: clients.crt\n  client_auth_type: VerifyClientCertIfGiven\n"
            )
            _ = try files.settings()
            try files.remove(name)
            switch content {
            case .missing: break
            case .folder: try files.makeFolder(name)
            case .text(let text): try files.write(text, to: name)
            case .ofAnother: try files.write(try authority.identity().keyPEM, to: name)
            case .encrypted:
                try files.write("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII\n", to: name)
            }
            let error = try #require(throws: WebConfigurationError.self) { try files.settings() }
            #expect(error.description.contains(message))
            #expect(error.description.contains(name))
        }
    }
}
