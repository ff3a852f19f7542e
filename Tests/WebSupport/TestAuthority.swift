import Crypto
import Foundation
public import NIOSSL
import SwiftASN1
import X509

/// A certificate authority for one test.
public struct TestAuthority: Sendable {
    /// A certificate with its key, both in PEM.
    public struct Identity: Sendable {
        /// The certificate.
        public let certificatePEM: String
        /// Its key.
        public let keyPEM: String

        /// The certificate, read.
        public var certificate: NIOSSLCertificate {
            get throws { try NIOSSLCertificate(bytes: Array(certificatePEM.utf8), format: .pem) }
        }

        /// The key, read.
        public var key: NIOSSLPrivateKey {
            get throws { try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem) }
        }
    }

    /// The authority's own certificate.
    public let certificatePEM: String
    private let key = P256.Signing.PrivateKey()
    private let name: DistinguishedName

    /// A new authority.
    public init(_ commonName: String = "Test CA") throws {
        name = try DistinguishedName { CommonName(commonName) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: Date() - 86_400, notValidAfter: Date() + 86_400,
            issuer: name, subject: name, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true))
            },
            issuerPrivateKey: .init(key))
        certificatePEM = try certificate.serializeAsPEM().pemString
    }

    /// What a client trusts that trusts this authority.
    public var trustRoots: NIOSSLTrustRoots {
        get throws { .certificates(try NIOSSLCertificate.fromPEMBytes(Array(certificatePEM.utf8))) }
    }

    /// A new identity for a server on this machine, or for a client.
    public func identity(_ name: String = "server", daysLeft: Double = 1) throws -> Identity {
        let key = P256.Signing.PrivateKey()
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: Date() - 30 * 86_400, notValidAfter: Date() + daysLeft * 86_400,
            issuer: self.name, subject: try DistinguishedName { CommonName(name) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth, .clientAuth])
                SubjectAlternativeNames([
                    .dnsName("localhost"),
                    .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
            },
            issuerPrivateKey: .init(self.key))
        return Identity(
            certificatePEM: try certificate.serializeAsPEM().pemString,
            keyPEM: key.pemRepresentation)
    }
}
