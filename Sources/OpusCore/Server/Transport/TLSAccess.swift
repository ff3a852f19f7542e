import NIOSSL

/// What TLS connections to an opsi server are made with: whom to believe, and who one is oneself.
struct TLSAccess: Sendable {
    /// All that the TLS library can check; by itself it offers servers neither Ed25519 nor P-521.
    private static let signatures: [SignatureAlgorithm] = [
        .ecdsaSecp256R1Sha256, .rsaPssRsaeSha256, .rsaPkcs1Sha256, .ecdsaSecp384R1Sha384,
        .rsaPssRsaeSha384, .rsaPkcs1Sha384, .ed25519, .ecdsaSecp521R1Sha512, .rsaPssRsaeSha512,
        .rsaPkcs1Sha512,
    ]
    /// In TLS 1.2 the curve of a server's key has to be among these.
    private static let curves: [NIOTLSCurve] = [.x25519, .secp256r1, .secp384r1, .secp521r1]

    /// A client that accepts every kind of key.
    static var clientConfiguration: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.verifySignatureAlgorithms = signatures
        configuration.curves = curves
        return configuration
    }

    let trust: ServerConfiguration.Trust
    /// What the CA file holds; empty where there is none.
    let authorities: [NIOSSLCertificate]
    /// The certificate that opus shows, where it has one.
    let identity: NIOSSLCertificate?
    let configuration: TLSConfiguration

    /// Reads the files.
    ///
    /// - Throws: `ServerError` with code `configuration` that names the file that can't be used.
    init(
        trust: ServerConfiguration.Trust, client: ServerConfiguration.ClientCertificate?
    ) throws(ServerError) {
        self.trust = trust
        authorities = try Self.authorities(trust)
        var configuration = Self.clientConfiguration
        if trust == .insecure { configuration.certificateVerification = .none }
        if !authorities.isEmpty { configuration.trustRoots = .certificates(authorities) }
        if let client {
            let chain = try client.chain()
            configuration.certificateChain = chain.map { .certificate($0) }
            configuration.privateKey = .privateKey(try client.privateKey())
            configuration.signingSignatureAlgorithms = Self.signatures
            identity = chain.first
            do {
                _ = try NIOSSLContext(configuration: configuration)
            } catch {
                throw ServerError(
                    .configuration,
                    "the key in \"\(client.keyPath)\" does not belong to the client certificate in "
                        + "\"\(client.certificateFile)\": give the key that it was made with")
            }
        } else {
            identity = nil
        }
        self.configuration = configuration
    }

    private static func authorities(
        _ trust: ServerConfiguration.Trust
    ) throws(ServerError) -> [NIOSSLCertificate] {
        guard case .authorityFile(let path) = trust else { return [] }
        let authorities: [NIOSSLCertificate]
        do {
            authorities = try NIOSSLCertificate.fromPEMFile(path)
        } catch {
            throw ServerError(
                .configuration,
                "cannot read certificates from the CA file \"\(path)\": give the path of a "
                    + "PEM file, such as a copy of the server's /ssl/opsi-ca-cert.pem")
        }
        guard !authorities.isEmpty else {
            throw ServerError(
                .configuration,
                "the CA file \"\(path)\" holds no certificate: give a PEM file, such as a "
                    + "copy of the server's /ssl/opsi-ca-cert.pem")
        }
        return authorities
    }
}

extension ServerConfiguration.ClientCertificate {
    /// The common name in the certificate, which opsi compares with the user name.
    ///
    /// - Returns: the name; nil where the certificate has none.
    /// - Throws: `ServerError` with code `configuration` where the file can't be used.
    public func commonName() throws(ServerError) -> String? {
        try chain().first?.subjectName.last { $0.type == .commonName }?.value.printable
    }

    /// Where the key is.
    fileprivate var keyPath: String { keyFile ?? certificateFile }

    fileprivate func chain() throws(ServerError) -> [NIOSSLCertificate] {
        let chain = (try? NIOSSLCertificate.fromPEMFile(certificateFile)) ?? []
        guard !chain.isEmpty else {
            throw ServerError(
                .configuration,
                "cannot read a client certificate from \"\(certificateFile)\": give the path of a "
                    + "PEM file that starts with -----BEGIN CERTIFICATE-----")
        }
        return chain
    }

    fileprivate func privateKey() throws(ServerError) -> NIOSSLPrivateKey {
        do {
            // Nobody is there to type the password of an encrypted one.
            return try NIOSSLPrivateKey(file: keyPath, format: .pem) { $0([UInt8]()) }
        } catch {
            throw ServerError(
                .configuration,
                "cannot read the key of the client certificate from \"\(keyPath)\": give the path "
                    + "of a PEM file with the private key, without a password")
        }
    }
}
