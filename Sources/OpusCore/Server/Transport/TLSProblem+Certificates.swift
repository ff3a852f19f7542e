import NIOSSL

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

extension TLSProblem {
    /// Finds out why certificates were refused.
    ///
    /// - Parameters:
    ///   - chain: what the server shows, its own certificate first.
    ///   - isOtherName: whether the name alone was refused.
    ///   - access: what the connection was tried with.
    ///   - address: the server.
    ///   - now: Unix seconds.
    init(
        refused chain: [NIOSSLCertificate], isOtherName: Bool, _ access: TLSAccess,
        _ address: ServerAddress, now: Int = time(nil)
    ) {
        guard let own = chain.first else {
            self.init(.other, "the TLS handshake failed")
            return
        }
        let dated = Self.outOfDate(chain, access.authorities, now: now)
        if let dated {
            self = dated
        } else if isOtherName {
            self = Self.otherName(own, address)
        } else {
            self = Self.untrusted(chain, access, address)
        }
    }

    private static func outOfDate(
        _ chain: [NIOSSLCertificate], _ authorities: [NIOSSLCertificate], now: Int
    ) -> TLSProblem? {
        let own = chain[0]
        let issuers = Set(chain.map(\.issuerName))
        let concerned = chain + authorities.filter { issuers.contains($0.subjectName) }
        for certificate in concerned {
            let subject =
                certificate == own
                ? "the server's certificate, by \"\(certificate.issuerName.shown)\","
                : "the certificate of its CA \"\(certificate.subjectName.shown)\""
            if Int(certificate.notValidAfter) < now {
                return TLSProblem(
                    .expired,
                    "\(subject) expired on \(LocalTimestamp.shown(certificate.notValidAfter))",
                    "renew it on the server (opsi's own: `opsiconfd setup`)")
            }
            if Int(certificate.notValidBefore) > now {
                return TLSProblem(
                    .notYetValid,
                    "\(subject) is valid only from \(LocalTimestamp.shown(certificate.notValidBefore)) on",
                    "check the clocks of both machines")
            }
        }
        return nil
    }

    private static func otherName(
        _ own: NIOSSLCertificate, _ address: ServerAddress
    ) -> TLSProblem {
        let hosts = own.hosts
        let most = 6
        let names =
            hosts.prefix(most).joined(separator: ", ") + (hosts.count > most ? " and others" : "")
        if address.host.contains("_") {
            return TLSProblem(
                .impossibleName,
                "\"\(address.host)\" has a \"_\", and such names can't be compared with a "
                    + "certificate",
                "address the server by another of its certificate's names: \(names) (opsi adds "
                    + "those of its option ssl-server-cert-sans)")
        }
        return TLSProblem(
            .otherName, "the certificate is not for \"\(address.host)\", but for \(names)",
            "use one of these names in the address, or add this one on the server (opsi's option "
                + "ssl-server-cert-sans)")
    }

    private static func untrusted(
        _ chain: [NIOSSLCertificate], _ access: TLSAccess, _ address: ServerAddress
    ) -> TLSProblem {
        let last = chain.last(where: { !$0.isSelfIssued }) ?? chain[0]
        let issuer = last.issuerName
        guard case .authorityFile(let path) = access.trust else {
            return TLSProblem(
                .unknownAuthority,
                "its certificate is by \"\(issuer.shown)\", which this machine does not trust",
                "give that CA's certificate as the CA file", issuer: issuer.shown)
        }
        if let missing = missingRoot(chain, access.authorities) {
            return TLSProblem(
                .missingRoot,
                "the CA file \(path) has the CA \"\(missing.subjectName.shown)\", but not "
                    + "\"\(missing.issuerName.shown)\", which issued that",
                "append the certificate of \"\(missing.issuerName.shown)\" to the file")
        }
        if access.authorities.contains(where: { $0.subjectName == issuer }) {
            return TLSProblem(
                .otherKey,
                "its certificate is by a CA of the name \"\(issuer.shown)\", but not by the one in "
                    + "the CA file \(path)",
                "was the CA made anew? Fetch it again from \(address.url)"
                    + "\(ServerAuthority.path), and compare its fingerprint on the server",
                issuer: issuer.shown)
        }
        let held = access.authorities.map { "\"\($0.subjectName.shown)\"" }
        return TLSProblem(
            .unknownAuthority,
            "its certificate is by \"\(issuer.shown)\", but the CA file \(path) has "
                + held.prefix(3).joined(separator: ", ") + (held.count > 3 ? " and others" : ""),
            "give the certificate of \"\(issuer.shown)\", or no CA file where this machine trusts "
                + "that CA anyway (opsi's ssl-server-cert-type letsencrypt or unmanaged)",
            issuer: issuer.shown)
    }

    /// The issuing CA in the CA file, where it is there without the one above it.
    private static func missingRoot(
        _ chain: [NIOSSLCertificate], _ authorities: [NIOSSLCertificate]
    ) -> NIOSSLCertificate? {
        let issuers = Set(chain.map(\.issuerName))
        return authorities.first { authority in
            !authority.isSelfIssued && issuers.contains(authority.subjectName)
                && !authorities.contains { $0.subjectName == authority.issuerName }
        }
    }
}

extension LocalTimestamp {
    /// A moment as people of any time zone read it: `2026-11-27 00:37 UTC`.
    static func shown(_ unixSeconds: some BinaryInteger) -> String {
        "\(LocalTimestamp(seconds: Int(unixSeconds)).text.prefix(16)) UTC"
    }
}
