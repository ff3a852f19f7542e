import OpusCore

/// Which server, as whom, and where the password is to come from.
struct Connection: Equatable {
    enum Password: Equatable {
        /// A file, and the setting that names it.
        case file(String, origin: String)
        /// What a command prints, and the setting that names it.
        case command([String], origin: String)
        case known(Secret)
        case ask
    }

    var url: String
    var username: String
    var password: Password
    var trust: ServerConfiguration.Trust
    /// What is shown to a server that asks for a certificate.
    var clientCertificate: ServerConfiguration.ClientCertificate?
    /// Whether a one-time code is to be asked for.
    var needsCode: Bool
    /// Where the server's address was found.
    var origin: String

    /// The file that keeps something of this server as this user sees it; nil where there is no
    /// home directory.
    ///
    /// - Parameters:
    ///   - kind: what is kept.
    ///   - environment: says where files are kept.
    /// - Returns: the path.
    func cachePath(_ kind: String, _ environment: Environment) -> String? {
        guard let directory = environment.cacheDirectory else { return nil }
        let user = username.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
        return "\(directory)/opus/\(ServerKey(url).fileName)-\(user).\(kind)"
    }

    /// How the server is reached with these credentials.
    func configuration(_ credentials: Credentials) -> ServerConfiguration {
        var configuration = ServerConfiguration(
            url: url, username: username, password: credentials.password, trust: trust)
        configuration.clientCertificate = clientCertificate
        configuration.oneTimeCode = credentials.oneTimeCode
        return configuration
    }
}

/// What a user proves to be the one by.
struct Credentials: Equatable {
    var password: Secret
    /// What opsi is to take for the code of a second factor.
    var oneTimeCode: Secret?
}

/// Settings of one server, as one place gives them.
struct ConnectionLayer: Equatable {
    var url: String?
    var username: String?
    var password: Connection.Password?
    var trust: ServerConfiguration.Trust?
    var clientCertificate: ServerConfiguration.ClientCertificate?
    var needsCode = false
    var origin: String
}
