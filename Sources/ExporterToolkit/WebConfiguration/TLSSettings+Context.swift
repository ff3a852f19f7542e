import LocalSystem
import NIOSSL

extension TLSSettings {
    /// What comes of the settings.
    struct Loaded {
        /// What connections speak TLS with.
        let context: NIOSSLContext
        /// When the certificate ends, in Unix seconds.
        let expiry: Int
        /// The certificates of the clients' authorities, in DER.
        let authorities: [[UInt8]]
    }

    /// The settings without certificates, keys and places in the file: what is asked of
    /// connections, and nothing else.
    var withoutIdentity: TLSSettings {
        let nothing = Located(value: Material.inline(""), key: "", line: 0)
        var settings = self
        settings.certificate = nothing
        settings.key = nothing
        settings.clientAuthorities = nil
        return settings
    }

    /// Loads certificates and keys.
    ///
    /// - Parameter file: the web configuration file, for messages.
    /// - Returns: what was loaded.
    /// - Throws: which file can't be used and why.
    func context(
        file: String
    ) throws(WebConfigurationError) -> Loaded {
        let chain = try Self.certificates(certificate, file: file)
        let privateKey = try Self.privateKey(key, file: file)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(privateKey))
        configuration.minimumTLSVersion = minimumVersion.protocolVersion
        configuration.maximumTLSVersion = maximumVersion.protocolVersion
        configuration.applicationProtocols = ["http/1.1"]
        let ciphers = cipherSuites.compactMap(\.cipher)
        if !ciphers.isEmpty { configuration.cipherSuiteValues = ciphers }
        if !curves.isEmpty { configuration.curves = curves.map(\.curve) }
        var authorities: [NIOSSLCertificate] = []
        if let clientAuthorities {
            authorities = try Self.certificates(clientAuthorities, file: file)
            configuration.trustRoots = .certificates(authorities)
            configuration.verifySignatureAlgorithms = Self.signatures
            configuration.sendCANameList = true
            switch clientPolicy {
            case .none: break
            case .verifyIfGiven: configuration.certificateVerification = .optionalVerification
            case .requireAndVerify: configuration.certificateVerification = .noHostnameVerification
            }
        }
        do {
            let context = try NIOSSLContext(configuration: configuration)
            return Loaded(
                context: context, expiry: chain.first.map { Int($0.notValidAfter) } ?? .max,
                authorities: try authorities.map { try $0.toDERBytes() })
        } catch {
            throw WebConfigurationError(
                file: file, line: key.line, key: key.key,
                "\(key.value.subject) does not belong to the certificate"
                    + " (\(certificate.value.subject)); give the key that it was made with")
        }
    }

    /// All that clients' keys may sign with; the TLS library by itself leaves out Ed25519 and P-521.
    private static let signatures: [SignatureAlgorithm] = [
        .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384,
        .rsaPssRsaeSha384, .rsaPkcs1Sha384, .ed25519, .ecdsaSecp521R1Sha512, .rsaPssRsaeSha512,
        .rsaPkcs1Sha512,
    ]

    private static func certificates(
        _ material: Located<Material>, file: String
    ) throws(WebConfigurationError) -> [NIOSSLCertificate] {
        let text = try text(material, file: file, what: "a certificate")
        let certificates = (try? NIOSSLCertificate.fromPEMBytes(Array(text.utf8))) ?? []
        guard !certificates.isEmpty else {
            throw WebConfigurationError(
                file: file, line: material.line, key: material.key,
                "\(material.value.subject) holds no certificate in PEM; it starts with"
                    + " -----BEGIN CERTIFICATE-----")
        }
        return certificates
    }

    private static func privateKey(
        _ material: Located<Material>, file: String
    ) throws(WebConfigurationError) -> NIOSSLPrivateKey {
        let text = try text(material, file: file, what: "a private key")
        func failure(_ problem: String) -> WebConfigurationError {
            WebConfigurationError(file: file, line: material.line, key: material.key, problem)
        }
        guard !text.contains("ENCRYPTED") else {
            throw failure(
                "\(material.value.subject) is encrypted, and nobody is there to type its password;"
                    + " decrypt it with: openssl pkey -in KEY -out KEY.plain")
        }
        guard let key = try? NIOSSLPrivateKey(bytes: Array(text.utf8), format: .pem) else {
            throw failure(
                "\(material.value.subject) holds no private key in PEM; it starts with"
                    + " -----BEGIN PRIVATE KEY-----")
        }
        return key
    }

    private static func text(
        _ material: Located<Material>, file: String, what: String
    ) throws(WebConfigurationError) -> String {
        switch material.value {
        case .inline(let text): return text
        case .file(let path):
            do {
                return try FileText.contents(path)
            } catch {
                let problem = error.problem(
                    wanted: "a file that holds \(what)", tooLarge: "\(what); name the right file",
                    noText: "is no text; give \(what) in PEM, not in DER")
                throw WebConfigurationError(
                    file: file, line: material.line, key: material.key,
                    "the file \(path) \(problem)")
            }
        }
    }
}

extension TLSSettings.Material {
    /// As it is called in a message.
    fileprivate var subject: String {
        switch self {
        case .file(let path): "the file \(path)"
        case .inline: "the value"
        }
    }
}
