public import OpsiMock
public import OpusServer

extension OpsiMock {
    /// What leads to this server.
    ///
    /// - Parameters:
    ///   - user: who asks; the administrator by default.
    ///   - retries: how often what may pass is repeated.
    /// - Returns: the settings of a client.
    public func access(as user: Account? = nil, retries: RetryPolicy = .never)
        -> ServerConfiguration
    {
        ServerConfiguration(
            url: url, username: user?.username ?? username,
            password: Secret(user?.password ?? password), retries: retries)
    }
}

extension OpsiMock.Account {
    /// Who may read all but secrets and logs.
    public static let reader = Self(username: "reader", password: "r", rights: .readOnly)
    /// Who may do nothing but log in.
    public static let plain = Self(username: "plain", password: "p", rights: .none)
    /// Who calls itself administrator, and does not know the password.
    public static let stranger = Self(username: "adminuser", password: "wrong", rights: .none)
}

extension OpsiMock.Configuration {
    /// A server with a reader and a plain user beside its administrator.
    public static let withUsers = Self { $0.users = [.reader, .plain] }
}
