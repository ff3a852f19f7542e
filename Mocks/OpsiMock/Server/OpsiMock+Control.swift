extension OpsiMock {
    /// The URL of the server; before it listens on a free port, the one that it will have is not
    /// known and reads as 0.
    public var url: String {
        url(port: listener.withLock { $0.port } ?? configuration.port)
    }

    /// The certificate of the mock's authority, for `--ca-file` and the like.
    public var authorityPEM: String { certificates.authorityPEM }

    /// The administrator's name.
    public var username: String { configuration.username }

    /// The administrator's password.
    public var password: String { configuration.password }

    /// The last requests that were received, in the order of their answers.
    public var requests: [ReceivedRequest] { log.withLock { $0.requests } }

    /// The number of all requests so far.
    public var requestCount: Int { log.withLock { $0.total } }

    /// Forgets the requests so far, but not their number.
    public func clearRequests() { log.withLock { $0.clear() } }

    /// Waits until something is so, looking again after each request.
    ///
    /// - Parameter isSo: Looks at this server.
    /// - Throws: `CancellationError` where it is waited for no longer.
    public func wait(until isSo: (OpsiMock) -> Bool) async throws {
        for await _ in requestSignals.rings() where isSo(self) { return }
        throw CancellationError()
    }

    /// The logins that succeeded so far.
    public var loginCount: Int { logins.withLock { $0.logins } }

    /// The sessions of callers that are logged in.
    public var sessionCount: Int {
        logins.withLock { state in
            state.sessions.values.count { $0.user != nil && $0.isAlive(at: .now) }
        }
    }

    /// Ends all sessions, as if they had not been used for too long.
    public func expireSessions() { logins.withLock { $0.removeAll() } }

    /// Blocks an address, as after too many failed logins.
    ///
    /// - Parameters:
    ///   - address: The caller's address.
    ///   - duration: For how long.
    public func block(_ address: String = "127.0.0.1", for duration: Duration = .seconds(120)) {
        logins.withLock { $0.block(address, until: .now + duration) }
    }

    /// Forgets failed logins, and blocks no more.
    public func unblockAll() { logins.withLock { $0.unblockAll() } }

    /// The server's clock.
    public var clock: Clock {
        get { world.withLock { $0.clock } }
        set { world.withLock { $0.clock = newValue } }
    }

    /// The seconds that the server's local time is ahead of UTC.
    public var utcOffset: Int {
        get { world.withLock { $0.utcOffset } }
        set { world.withLock { $0.utcOffset = newValue } }
    }

    /// The server's local time in the format of its objects.
    public var now: String { world.withLock { $0.now } }

    /// Says how a client answers from now on; nothing for as its object suggests.
    public func setReachability(_ reachability: ClientReachability?, of clientId: String) {
        world.withLock { $0.reachability.overrides[clientId] = reachability }
    }

    /// What clients were told to do, in order; only calls that reached them.
    public var clientCalls: [ClientCall] { world.withLock { $0.clientCalls } }

    /// Looks at the fleet, and changes it without the checks that writes over RPC get.
    ///
    /// - Parameter body: Gets the fleet; requests wait while it runs.
    /// - Returns: What the closure returns.
    public func withFleet<Result: Sendable>(
        _ body: (inout Fleet) throws -> Result
    ) rethrows -> Result {
        try world.withLock { try body(&$0.fleet) }
    }
}
