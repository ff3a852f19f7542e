import ArgumentParser
import Crypto
import LocalSystem
import OpusCore
import SwiftASN1
import X509

#if canImport(FoundationEssentials)
    import FoundationEssentials
    import Glibc
#else
    import Foundation
#endif

struct TrustCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "trust", "Fetch a server's CA certificate, show it, and store it once you agree.",
        usage: "opus trust <url> [--fingerprint <sha256>] [<options>]",
        discussion: """
            No credentials are sent. Compare the fingerprint with the server's own: there, \
            `openssl x509 -in /etc/opsi/ssl/opsi-ca-cert.pem -noout -fingerprint -sha256` shows it.
            """,
        examples: "opus trust https://opsi.example.org:4447")

    @Argument(help: ArgumentHelp("The opsi server, as https://HOST:4447.", valueName: "url"))
    var url: String
    @Option(
        help: ArgumentHelp(
            "Store it without a question if it has this SHA-256 fingerprint.",
            valueName: "sha256"))
    var fingerprint: String?
    @OptionGroup(title: "Output") var output: OutputOptions

    func perform() async throws -> ExitStatus {
        try ConnectionResolver.refuseSecret(in: url)
        guard url.lowercased().hasPrefix("https://") else {
            throw CommandFailure.usage(
                "'\(url.visible)' has no certificate to trust: write https://HOST:4447")
        }
        let environment = Environment.current()
        let console = Console(output, environment)
        guard fingerprint != nil || console.mayAsk else {
            throw CommandFailure.usage(
                "nobody can be asked here: give --fingerprint with what the server's admin told")
        }
        guard let store = AuthorityStore(environment) else {
            throw CommandFailure.usage("there is no home directory to store a certificate in")
        }
        let answer = try await ServerAuthority.answer(of: url, trust: .insecure)
        let authority = try Authority(answer.pem)
        let path = store.path(forServer: url)
        try console.show(.record(authority.record(url)))
        guard authority.isValid(at: Date()) else {
            throw CommandFailure(
                .unreachable, "this certificate is not valid now, so it was not stored")
        }
        if let strange = try await Self.strange(authority, of: url, candidate: path + ".new") {
            return try await Self.tell(strange, url, stored: path, console)
        }
        if let fingerprint {
            guard Authority.digits(fingerprint) == Authority.digits(authority.fingerprint) else {
                throw CommandFailure(
                    .unreachable,
                    "the fingerprint is another one: this may not be the server that you mean, so"
                        + " nothing was stored")
            }
        } else {
            guard Confirmation.yes("Is this the fingerprint that the server itself shows?") else {
                console.note("nothing was stored")
                return .nothingMatched
            }
        }
        do {
            try AtomicFile.write(authority.pem.utf8, to: path, for: .keeping)
        } catch {
            throw CommandFailure.usage("the CA can't be stored: \(error)")
        }
        console.note("stored in \(path); opus now trusts \(url) by it")
        return .done
    }

    /// Tries whether the CA vouches for the server that hands it out; nil where it does, else the
    /// name of the CA that does.
    private static func strange(
        _ authority: Authority, of url: String, candidate: String
    ) async throws -> String? {
        do {
            try AtomicFile.write(authority.pem.utf8, to: candidate, for: .caching)
            defer { unlink(candidate) }
            _ = try await ServerAuthority.answer(of: url, trust: .authorityFile(candidate))
            return nil
        } catch let failure as AtomicFile.Failure {
            throw CommandFailure.usage("the CA can't be stored: \(failure)")
        } catch let error as ServerError {
            guard error.tls?.kind == .unknownAuthority, let issuer = error.tls?.issuer else {
                throw error
            }
            return issuer
        }
    }

    /// Says what to do about a server whose certificate is by another CA than it hands out.
    private static func tell(
        _ issuer: String, _ url: String, stored: String, _ console: Console
    ) async throws -> ExitStatus {
        let what =
            "the server's certificate is not by this CA, but by \"\(issuer)\" (opsi's"
            + " ssl-server-cert-type letsencrypt or unmanaged), so nothing was stored"
        do {
            _ = try await ServerAuthority.answer(of: url, trust: .system)
        } catch let error as ServerError where error.code == .tls {
            throw CommandFailure(
                .unreachable,
                "\(what): get the certificate of \"\(issuer)\" from whoever runs that CA, and"
                    + " give it with --ca-file")
        }
        let rest = FileText.exists(stored) ? ", once \(stored) is removed" : ""
        console.note("\(what); this machine trusts that CA, so opus needs no CA file\(rest)")
        return .done
    }
}

/// A CA certificate as a person judges it.
private struct Authority {
    let pem: String
    let fingerprint: String
    private let certificate: Certificate

    init(_ text: String) throws(CommandFailure) {
        do {
            let document = try PEMDocument(pemString: text)
            certificate = try Certificate(pemDocument: document)
            pem = document.pemString + "\n"
            fingerprint = SHA256.hash(data: document.derBytes)
                .map { $0.hexadecimal.uppercased() }.joined(separator: ":")
        } catch {
            throw CommandFailure(.badData, "what the server hands out is no certificate")
        }
    }

    func isValid(at date: Date) -> Bool {
        certificate.notValidBefore <= date && date <= certificate.notValidAfter
    }

    func record(_ url: String) -> Record {
        var record = Record()
        record.add("server", "Server", .text(url))
        record.add("subject", "CA", .text("\(certificate.subject)"))
        record.add("issuer", "Issued by", .text("\(certificate.issuer)"))
        record.add("notBefore", "Valid from", time(certificate.notValidBefore))
        record.add("notAfter", "Valid until", time(certificate.notValidAfter))
        record.add("sha256", "SHA-256", .text(fingerprint))
        return record
    }

    private func time(_ date: Date) -> Cell {
        // A certificate can name a year far beyond what fits.
        let seconds = min(max(date.timeIntervalSince1970, -1e11), 1e12)
        return Cell(.time(Int(seconds)))
    }

    /// The digits of a fingerprint, however it is written.
    static func digits(_ fingerprint: String) -> String {
        let text = fingerprint.lowercased()
        let digits = text.firstRange(of: "=").map { text[$0.upperBound...] } ?? text[...]
        return digits.filter { $0.isHexDigit }
    }
}
