import NIOSSL

/// What is wrong with a TLS connection, and the way out.
public struct TLSProblem: Sendable, Equatable {
    /// The kinds, by which a front end can say more.
    public enum Kind: Sendable, Equatable, CaseIterable {
        /// The certificate, or that of its CA, is past its end.
        case expired
        /// The certificate's time has not come.
        case notYetValid
        /// The certificate is for other hosts.
        case otherName
        /// The host name is one that no certificate can be compared with.
        case impossibleName
        /// The certificate's CA is not trusted.
        case unknownAuthority
        /// A CA of the right name is trusted, but it has another key.
        case otherKey
        /// The CA file has the issuing CA without the root above it.
        case missingRoot
        /// The server asks for a client certificate.
        case clientCertificateMissing
        /// The server does not accept the client certificate.
        case clientCertificateRefused
        /// What answers speaks no TLS.
        case noTLS
        /// What answers speaks TLS, while the address says plain http.
        case noPlainHTTP
        /// The two sides have no version or algorithm in common.
        case nothingInCommon
        /// The other side ended the handshake, or took too long.
        case interrupted
        /// Something else.
        case other
    }

    /// The kind.
    public let kind: Kind
    /// The name of the CA that issued the server's certificate, where that is the matter.
    public let issuer: String?
    /// What is wrong, for a person.
    let told: String
    /// What to do about it.
    let wayOut: String

    /// What is wrong and what to do about it.
    var text: String { wayOut.isEmpty ? told : "\(told): \(wayOut)" }

    init(_ kind: Kind, _ told: String, _ wayOut: String = "", issuer: String? = nil) {
        self.kind = kind
        self.issuer = issuer
        self.told = told
        self.wayOut = wayOut
    }
}

extension TLSProblem {
    /// What an error says by itself; nil where the certificates were refused, and have to be looked
    /// at.
    init?(_ error: any Error, _ access: TLSAccess) {
        switch error {
        case NIOSSLError.handshakeFailed(let inner): self.init(inner, access)
        case let error as BoringSSLError: self.init(error, access)
        case let error as NIOSSLExtraError where error == .serverHostnameImpossibleToMatch:
            self.init(
                .impossibleName, "a host name with \"_\" can't be compared with a certificate",
                "address the server by another name, or by an address, that its certificate has "
                    + "(opsi adds those of its option ssl-server-cert-sans)")
        case NIOSSLError.unableToValidateCertificate: return nil
        case let error as NIOSSLExtraError where error == .failedToValidateHostname: return nil
        default: self.init(.other, "the TLS connection failed")
        }
    }

    private init?(_ error: BoringSSLError, _ access: TLSAccess) {
        // What the library's other parts say comes first, such as that a signature is wrong.
        guard case .sslError(let stack) = error,
            let first = stack.first(where: \.isOfTLS) ?? stack.first
        else {
            self.init(.other, "the TLS connection failed")
            return
        }
        if first == .eofDuringHandshake {
            self.init(
                .interrupted, "the server closed the connection during the TLS handshake",
                "is the port right?")
            return
        }
        switch first.reason {
        case Reason.refused: return nil
        case Reason.wrongVersion, Reason.httpRequest: self = .noTLS
        case let reason? where reason >= Reason.firstAlert:
            self.init(alert: reason - Reason.firstAlert, access)
        case let reason:
            self.init(
                .other, "the TLS connection failed (reason \(reason ?? 0) of the TLS library)")
        }
    }

    /// What the server said as it ended the connection: a number of RFC 8446, section 6.
    private init(alert: Int, _ access: TLSAccess) {
        switch alert {
        case 116: self = .clientCertificateMissing
        case 42...46, 48, 49:
            guard let identity = access.identity else {
                self = .clientCertificateMissing
                return
            }
            self.init(
                .clientCertificateRefused,
                "the server does not accept the client certificate of "
                    + "\"\(identity.subjectName.shown)\" by \"\(identity.issuerName.shown)\", valid "
                    + "until \(LocalTimestamp.shown(identity.notValidAfter))",
                "give one that the server's CA issued")
        case 40, 47, 70, 71:
            self.init(
                .nothingInCommon,
                "the server and opus have no TLS version or algorithm in common, or it asks for a "
                    + "client certificate",
                "opus speaks TLS 1.2 and 1.3")
        default: self.init(.other, "the server ended the TLS connection (alert \(alert))")
        }
    }

    private static let clientCertificateMissing = TLSProblem(
        .clientCertificateMissing, "the server asks for a client certificate",
        "give one, and its key, that the server's CA issued")

    static let noTLS = TLSProblem(
        .noTLS, "what answers there speaks no TLS",
        "is the port right? Plain http:// is for loopback addresses alone")

    /// Numbers that the TLS library gives to reasons.
    private enum Reason {
        static let refused = 125
        static let httpRequest = 156
        static let wrongVersion = 247
        /// What the other side said, plus this.
        static let firstAlert = 1000
    }
}

extension BoringSSLInternalError {
    /// The library's number of the error: it shows it nowhere but at the beginning of its text.
    private var number: UInt32? {
        UInt32(description.drop { !$0.isNumber }.prefix { $0.isNumber })
    }

    /// The number of the reason, which each part of the library counts for itself.
    fileprivate var reason: Int? { number.map { Int($0 & 0xFFF) } }

    /// Whether the part that speaks TLS says so.
    fileprivate var isOfTLS: Bool { number.map { $0 >> 24 == 16 } ?? false }
}
