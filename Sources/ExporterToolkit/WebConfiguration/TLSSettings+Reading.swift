extension TLSSettings {
    static let keys = [
        "cert_file", "key_file", "client_ca_file", "cert", "key", "client_ca", "client_auth_type",
        "min_version", "max_version", "cipher_suites", "curve_preferences",
        "prefer_server_cipher_suites",
    ]

    /// Reads the mapping `tls_server_config`.
    init(_ mapping: YAMLMapping) throws(WebConfigurationError) {
        var mapping = mapping
        let certificate = try Self.material("cert", &mapping)
        let key = try Self.material("key", &mapping)
        guard let certificate else {
            throw mapping.error("cert_file", nil, "is missing: name the file with the certificate")
        }
        guard let key else {
            throw mapping.error("key_file", nil, "is missing: name the file with the private key")
        }
        self.init(certificate: certificate, key: key)
        clientAuthorities = try Self.material("client_ca", &mapping)
        try readClientPolicy(&mapping)
        try readVersions(&mapping)
        for suite in try mapping.texts("cipher_suites") {
            guard let known = CipherSuite(name: suite.value) else {
                throw mapping.error(
                    suite,
                    "'\(suite.value)' is not known or not safe; known are "
                        + CipherSuite.all.map(\.name).joined(separator: ", "))
            }
            cipherSuites.append(known)
        }
        if !cipherSuites.isEmpty, !cipherSuites.contains(where: { $0.cipher != nil }),
            minimumVersion == .tls12
        {
            throw mapping.error(
                "cipher_suites", nil,
                "has no suite of TLS 1.2; add one, or set min_version: TLS13")
        }
        for curve in try mapping.texts("curve_preferences") {
            guard let known = Curve(rawValue: curve.value) else {
                throw mapping.error(
                    curve, "'\(curve.value)' is not a curve; \(Self.list(Curve.self))")
            }
            curves.append(known)
        }
        if let preference = try mapping.flag("prefer_server_cipher_suites"), !preference.value {
            throw mapping.error(
                preference, "can't be false: the server's order always counts; leave the key out")
        }
        if mapping.names.contains("client_allowed_sans") {
            throw mapping.error(
                "client_allowed_sans", nil,
                "is not supported: give a client_ca_file whose CA signs the right clients only")
        }
        try mapping.finish(known: Self.keys)
    }

    private mutating func readClientPolicy(
        _ mapping: inout YAMLMapping
    ) throws(WebConfigurationError) {
        guard let text = try mapping.text("client_auth_type") else {
            if let clientAuthorities {
                throw mapping.error(
                    clientAuthorities,
                    "has no effect without client_auth_type: RequireAndVerifyClientCert")
            }
            return
        }
        guard let policy = ClientPolicy(rawValue: text.value) else {
            let isUnverified = ["RequestClientCert", "RequireAnyClientCert"].contains(text.value)
            throw mapping.error(
                text,
                "'\(text.value)' \(isUnverified ? "would let any certificate pass" : "is not known");"
                    + " \(Self.list(ClientPolicy.self))")
        }
        clientPolicy = policy
        if policy == .none, let clientAuthorities {
            throw mapping.error(
                clientAuthorities,
                "has no effect without client_auth_type: RequireAndVerifyClientCert")
        }
        if policy != .none, clientAuthorities == nil {
            throw mapping.error(
                text, "needs client_ca_file: the file with the CA that signs the clients")
        }
    }

    private mutating func readVersions(_ mapping: inout YAMLMapping) throws(WebConfigurationError) {
        let lowest = try Self.version("min_version", &mapping)
        let highest = try Self.version("max_version", &mapping)
        minimumVersion = lowest?.value ?? minimumVersion
        maximumVersion = highest?.value ?? maximumVersion
        if minimumVersion > maximumVersion, let place = highest ?? lowest {
            throw mapping.error(
                place,
                "no version is left between \(minimumVersion.rawValue) and"
                    + " \(maximumVersion.rawValue); swap them, or leave one out")
        }
    }

    private static func version(
        _ name: String, _ mapping: inout YAMLMapping
    ) throws(WebConfigurationError) -> Located<Version>? {
        guard let text = try mapping.text(name) else { return nil }
        guard let version = Version(rawValue: text.value) else {
            let isOld = ["TLS10", "TLS11"].contains(text.value)
            throw mapping.error(
                text,
                "'\(text.value)' \(isOld ? "is broken" : "is no version"); write TLS12 or TLS13")
        }
        return Located(value: version, key: text.key, line: text.line)
    }

    /// Reads either the name of a file or the thing itself.
    private static func material(
        _ name: String, _ mapping: inout YAMLMapping
    ) throws(WebConfigurationError) -> Located<Material>? {
        let path = try mapping.text("\(name)_file")
        let text = try mapping.text(name)
        if let path, text != nil {
            throw mapping.error(path, "contradicts '\(name)'; keep one of them")
        }
        if let path {
            let file = path.value.hasPrefix("/") ? path.value : mapping.folder + path.value
            return Located(value: .file(file), key: path.key, line: path.line)
        }
        return text.map { Located(value: .inline($0.value), key: $0.key, line: $0.line) }
    }

    private static func list<Name: CaseIterable & RawRepresentable<String>>(
        _ names: Name.Type
    ) -> String {
        "known are \(names.allCases.map(\.rawValue).joined(separator: ", "))"
    }
}

extension YAMLMapping {
    /// The folder that the file is in, with a slash at its end; empty for the current one.
    fileprivate var folder: String {
        file.lastIndex(of: "/").map { String(file[...$0]) } ?? ""
    }
}
