import Crypto
import Foundation
import SwiftASN1
import X509

/// The mock's own authority and its server certificate.
struct Certificates: Sendable {
    let authorityPEM: String
    let certificatePEM: String
    let keyPEM: String

    init(configuration: OpsiMock.Configuration) throws {
        let now = Date()
        let day: TimeInterval = 86_400
        let authorityKey = P256.Signing.PrivateKey()
        let authorityName = try DistinguishedName {
            CommonName("opsi-mock CA")
            OrganizationName("opsi-mock")
        }
        let authority = try Certificate(
            version: .v3, serialNumber: .init(),
            publicKey: .init(authorityKey.publicKey),
            notValidBefore: now - 400 * day, notValidAfter: now + 3650 * day,
            issuer: authorityName, subject: authorityName,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: .init(authorityKey))

        let key = P256.Signing.PrivateKey()
        let isExpired = configuration.certificate == .expired
        let names = Self.names(configuration)
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
            notValidBefore: now - 30 * day, notValidAfter: now + (isExpired ? -1 : 90) * day,
            issuer: authorityName,
            subject: try DistinguishedName { CommonName("opsi-mock") },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try .init {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names)
            },
            issuerPrivateKey: .init(authorityKey))

        authorityPEM = try authority.serializeAsPEM().pemString
        certificatePEM = try certificate.serializeAsPEM().pemString
        keyPEM = key.pemRepresentation
    }

    private static func names(_ configuration: OpsiMock.Configuration) -> [GeneralName] {
        guard configuration.certificate != .wrongHost else {
            return [.dnsName("elsewhere.opsi.test")]
        }
        var names: [GeneralName] = [
            .dnsName("localhost"),
            .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
            .ipAddress(ASN1OctetString(contentBytes: [UInt8](repeating: 0, count: 15) + [1])),
        ]
        let host = configuration.host
        let bytes = host.split(separator: ".").compactMap { UInt8($0) }
        if bytes.count == 4 {
            names.append(.ipAddress(ASN1OctetString(contentBytes: bytes[...])))
        } else if !host.contains(":"), !host.isEmpty {
            names.append(.dnsName(host))
        }
        return names
    }
}
