import NIOSSL

/// The certificate that an opsi server showed.
public struct ServerCertificate: Sendable, Equatable {
    /// The name of the CA that issued it.
    public let issuer: String
    /// Until when it is valid, in Unix seconds.
    public let notAfter: Int
}

extension ServerCertificate {
    init(_ certificate: NIOSSLCertificate) {
        self.init(
            issuer: certificate.issuerName.shown, notAfter: Int(certificate.notValidAfter))
    }
}

extension [SSLCertificateName] {
    /// The part of a name that people know it by.
    var shown: String {
        let types: [SSLCertificateNameType] = [.commonName, .organizationalUnit, .organization]
        let part = types.lazy.compactMap { type in self.last { $0.type == type }?.value }.first
        return part.map(\.printable) ?? "a CA without a name"
    }
}

extension NIOSSLCertificate {
    /// Whether it was made by its own owner, as roots are.
    var isSelfIssued: Bool { subjectName == issuerName }

    /// The host names and addresses that it is for.
    var hosts: [String] {
        _subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self).printable
            case .ipAddress: Self.address(Array(name.contents))
            default: nil
            }
        }
    }

    private static func address(_ bytes: [UInt8]) -> String? {
        switch bytes.count {
        case 4: return bytes.map { String($0) }.joined(separator: ".")
        case 16:
            let groups = stride(from: 0, to: 16, by: 2).map { index in
                String(Int(bytes[index]) << 8 | Int(bytes[index + 1]), radix: 16)
            }
            return groups.joined(separator: ":")
        default: return nil
        }
    }
}
