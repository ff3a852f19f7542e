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
    /// Whether a one-time code is to be asked for.
    var needsCode: Bool
    /// Where the server's address was found.
    var origin: String
}

/// Settings of one server, as one place gives them.
struct ConnectionLayer: Equatable {
    var url: String?
    var username: String?
    var password: Connection.Password?
    var trust: ServerConfiguration.Trust?
    var needsCode = false
    var origin: String
}
