public import NIOSSL
public import TestSupport

extension CertificateAuthority {
    /// What a client trusts that trusts this authority.
    public var trustRoots: NIOSSLTrustRoots {
        get throws { .certificates(try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8))) }
    }
}

extension CertificateAuthority.Identity {
    /// The certificate, read.
    public var certificate: NIOSSLCertificate {
        get throws { try NIOSSLCertificate(bytes: Array(chainPEM.utf8), format: .pem) }
    }

    /// Its key, read.
    public var key: NIOSSLPrivateKey {
        get throws { try NIOSSLPrivateKey(bytes: Array(keyPEM.utf8), format: .pem) }
    }
}
