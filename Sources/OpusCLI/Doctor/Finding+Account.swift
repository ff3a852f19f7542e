import LocalSystem
import OpusCore

extension Finding {
    /// What opsi makes of the name and the password, known before they are sent.
    static func account(_ connection: Connection, _ credentials: Credentials) -> [Finding] {
        let hints = LoginHint.hints(
            username: connection.username, password: credentials.password)
        return hints.compactMap { hint in
            guard hint == .digitsAtEnd else { return Finding("account", .wrong, "\(hint)") }
            return credentials.oneTimeCode == nil ? Finding("account", .warning, "\(hint)") : nil
        }
    }

    /// That the client certificate is another's, which opsi refuses where it asks for one; nil where
    /// all is well.
    static func clientCertificate(_ connection: Connection) throws -> Finding? {
        guard let certificate = connection.clientCertificate,
            let name = try certificate.commonName(), name != connection.username.lowercased()
        else { return nil }
        return Finding(
            "account", .warning,
            "the client certificate is that of \"\(name)\": where opsi asks users for one"
                + " (client-cert-auth), its common name has to be the user name in small letters")
    }

    /// What may be read by more people than it should.
    static func passwordFile(_ connection: Connection, _ environment: Environment) -> Finding? {
        guard case .file(let path, _) = connection.password,
            FileText.isReadableByAll(environment.expanded(path))
        else { return nil }
        return Finding(
            "settings", .warning,
            "everybody on this machine may read the password in \(path): chmod o-r it")
    }

    /// That no proxy is used, where other programs would use one.
    static func proxy(_ environment: Environment) -> Finding? {
        let names = ProcessEnvironment.proxies(in: environment.variables)
        guard !names.isEmpty else { return nil }
        return Finding(
            "settings",
            "\(names.joined(separator: ", ")) in the environment: opus uses no proxy, and reaches the"
                + " server directly")
    }

    /// What a login is good for.
    static func rights(_ check: ServerCheck, _ username: String) -> Finding {
        switch check.rights {
        case .administrator where check.isReadOnly:
            Finding(
                "rights", .warning,
                "\(username) is an administrator and in the group of read-only users: opus shows"
                    + " it everything, and acts for it on nothing")
        case .administrator: Finding("rights", "\(username) is an administrator")
        case .reader:
            Finding(
                "rights",
                "\(username) may read the fleet, which is all that opus-exporter and status need;"
                    + " the other commands need an administrator")
        case .none:
            Finding(
                "rights", .wrong,
                "\(username) is no opsi administrator and may not read the fleet: add the user to"
                    + " the server's group of administrators; if it is in there, log in from an"
                    + " address in the server's admin-networks; or grant it reading in acl.conf")
        }
    }
}
