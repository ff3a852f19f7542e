import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate authority for one test.
public struct CertificateAuthority: Sendable {
    /// The kinds of keys that servers have.
    public enum Key: Sendable, CaseIterable {
        case p256, p384, p521, ed25519

        fileprivate func make() -> Certificate.PrivateKey {
            switch self {
            case .p256: .init(P256.Signing.PrivateKey())
            case .p384: .init(P384.Signing.PrivateKey())
            case .p521: .init(P521.Signing.PrivateKey())
            case .ed25519: .init(Curve25519.Signing.PrivateKey())
            }
        }
    }

    /// A certificate with its key, both in PEM; above it those that issued it, but for the root.
    public struct Identity: Sendable {
        /// The certificate, and those above it.
        public let chainPEM: String
        /// The private key.
        public let keyPEM: String
    }

    /// The authority's own certificate.
    public let pem: String
    /// What a server shows beside its own certificate.
    private let intermediates: String
    private let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
    private let name: DistinguishedName

    /// Makes an authority.
    ///
    /// - Parameters:
    ///   - commonName: its name.
    ///   - above: who issued its certificate; nil for a root.
    ///   - days: the days before today's and after today's that it is valid.
    /// - Throws: where it can't be made.
    public init(
        _ commonName: String = "Test CA", above: CertificateAuthority? = nil,
        days: (Double, Double) = (1, 1)
    ) throws {
        name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: Date() - days.0 * 86_400, notValidAfter: Date() + days.1 * 86_400,
            issuer: above?.name ?? name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: above?.key ?? key)
        let pem = try certificate.serializeAsPEM().pemString + "\n"
        self.pem = pem
        intermediates = above.map { pem + $0.intermediates } ?? ""
    }

    /// A new identity for a server on this machine, or for a client.
    ///
    /// - Parameters:
    ///   - name: its common name.
    ///   - kind: the kind of its key.
    ///   - hosts: the names it is for.
    ///   - isForLoopback: whether it is for 127.0.0.1 as well.
    ///   - days: the days before today's and after today's that it is valid.
    /// - Returns: the identity.
    /// - Throws: where it can't be made.
    public func identity(
        _ name: String = "server", key kind: Key = .p256, hosts: [String] = ["localhost"],
        isForLoopback: Bool = true, days: (Double, Double) = (1, 1)
    ) throws -> Identity {
        let key = kind.make()
        var names = hosts.map { GeneralName.dnsName($0) }
        if isForLoopback {
            names.append(.ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])))
        }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: Date() - days.0 * 86_400, notValidAfter: Date() + days.1 * 86_400,
            issuer: self.name, subject: try DistinguishedName { CommonName(name) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames(names)
            },
            issuerPrivateKey: self.key)
        return Identity(
            chainPEM: try certificate.serializeAsPEM().pemString + "\n" + intermediates,
            keyPEM: try key.serializeAsPEM().pemString + "\n")
    }
}
