import NIOSSL

extension TLSSettings {
    /// A cipher suite that can be chosen.
    struct CipherSuite: Sendable, Equatable {
        /// As Go calls it.
        let name: String
        /// The suite of TLS 1.2; nil for those of TLS 1.3, which are always all on.
        let cipher: NIOTLSCipher?

        /// All suites; those without forward secrecy are left out on purpose.
        static let all = [
            CipherSuite(.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE_ECDSA_WITH_AES_128_GCM"),
            CipherSuite(.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE_ECDSA_WITH_AES_256_GCM"),
            CipherSuite(
                .TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE_ECDSA_WITH_CHACHA20_POLY1305"
            ),
            CipherSuite(.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE_RSA_WITH_AES_128_GCM"),
            CipherSuite(.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE_RSA_WITH_AES_256_GCM"),
            CipherSuite(
                .TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE_RSA_WITH_CHACHA20_POLY1305"),
            CipherSuite(nil, "AES_128_GCM"), CipherSuite(nil, "AES_256_GCM"),
            CipherSuite(nil, "CHACHA20_POLY1305"),
        ]

        private init(_ cipher: NIOTLSCipher?, _ name: String) {
            self.cipher = cipher
            self.name = "TLS_\(name)_\(name.hasSuffix("AES_256_GCM") ? "SHA384" : "SHA256")"
        }

        /// The suite of a name; some leave the hash at the end out.
        init?(name: String) {
            guard
                let suite = Self.all.first(where: { $0.name == name || $0.name == "\(name)_SHA256" }
                )
            else { return nil }
            self = suite
        }
    }

    /// The curves that can be chosen, by the names that Go gives them.
    enum Curve: String, Sendable, CaseIterable {
        case p256 = "CurveP256"
        case p384 = "CurveP384"
        case p521 = "CurveP521"
        case x25519 = "X25519"
        case x25519MLKEM768 = "X25519MLKEM768"

        var curve: NIOTLSCurve {
            switch self {
            case .p256: .secp256r1
            case .p384: .secp384r1
            case .p521: .secp521r1
            case .x25519: .x25519
            case .x25519MLKEM768: .x25519_MLKEM768
            }
        }
    }
}

extension TLSSettings.Version {
    var protocolVersion: TLSVersion {
        switch self {
        case .tls12: .tlsv12
        case .tls13: .tlsv13
        }
    }
}
