/// What a web configuration file says, in exporter-toolkit's format.
struct WebConfiguration: Sendable, Equatable {
    /// How TLS is spoken; nil for plain HTTP.
    var tls: TLSSettings?
    /// Fields for every answer, in alphabetical order.
    var headers: [HeaderField] = []
    /// The hashes of the users' passwords by name; where there are none, nobody is asked.
    var users: [String: BcryptHash] = [:]
    /// How often anybody is answered; nil for any number of times.
    var rateLimit: TokenBucket.Rate?
    /// Protections that are named without saying what they are: whoever wrote them may think that
    /// they hold.
    var emptyProtections: [Located<String>] = []

    /// A field of an answer's header.
    struct HeaderField: Sendable, Equatable {
        let name: String
        let value: String
    }
}

/// A value with the place where it was written, for messages about it.
struct Located<Value: Sendable & Equatable>: Sendable, Equatable {
    let value: Value
    let key: String
    let line: Int
}

/// How TLS is spoken.
struct TLSSettings: Sendable, Equatable {
    /// Something in PEM, or where it is found.
    enum Material: Sendable, Equatable {
        case file(String)
        case inline(String)
    }

    /// The versions that are not broken.
    enum Version: String, Sendable, Comparable {
        case tls12 = "TLS12"
        case tls13 = "TLS13"

        static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
    }

    /// What is asked of clients.
    enum ClientPolicy: String, Sendable, CaseIterable {
        case none = "NoClientCert"
        case verifyIfGiven = "VerifyClientCertIfGiven"
        case requireAndVerify = "RequireAndVerifyClientCert"
    }

    var certificate: Located<Material>
    var key: Located<Material>
    var clientAuthorities: Located<Material>?
    var clientPolicy = ClientPolicy.none
    var minimumVersion = Version.tls12
    var maximumVersion = Version.tls13
    /// For TLS 1.2, in the server's order; empty for the usual ones.
    var cipherSuites: [CipherSuite] = []
    /// In the server's order; empty for the usual ones.
    var curves: [Curve] = []

    /// The files that certificates and keys come from.
    var files: [String] {
        [certificate.value, key.value, clientAuthorities?.value].compactMap {
            guard case .file(let path) = $0 else { return nil }
            return path
        }
    }
}
