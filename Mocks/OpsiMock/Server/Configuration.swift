extension OpsiMock {
    /// How a mock server behaves.
    public struct Configuration: Sendable {
        /// The address to listen on.
        public var host = "127.0.0.1"
        /// The port to listen on; 0 takes a free one.
        public var port = 0
        /// The administrator's name.
        public var username = "adminuser"
        /// The administrator's password.
        public var password = "opsi-mock-password"
        /// The administrator's second factor, where there is one: it comes in the header
        /// `x-opsi-mfa-otp`, or behind the password.
        public var oneTimeCode: String?
        /// Users beside the administrator.
        public var users: [Account] = []
        /// Whether to speak TLS, with a certificate of an authority of its own.
        public var tls = false
        /// The server certificate, with TLS.
        public var certificate = CertificateKind.valid
        /// The server's clock.
        public var clock = Clock.system
        /// The seconds that the server's local time, in which timestamps are, is ahead of UTC.
        public var utcOffset = 0
        /// The faults to begin with.
        public var faults: [Fault] = []
        /// How clients answer that are not as their objects suggest: by default those with an
        /// `ipAddress` are reachable.
        public var reachability: [String: ClientReachability] = [:]
        /// The events that clients know; any other is an error of the client.
        public var knownEvents = [
            "on_demand", "software_on_demand", "sync_completed", "silent_install", "gui_startup",
            "on_shutdown", "panic", "opsiclientd_start", "timer", "net_connection", "user_login",
        ]
        /// How long a failed login takes; the real server takes about 2 s.
        public var failedLoginDelay = Duration.zero
        /// Whether calls take the time that a real server was measured to take, one call's work
        /// holding up the others.
        public var takesServiceTime = false
        /// How long a connection may be idle before the server closes it; nothing for ever.
        public var keepAlive: Duration? = .seconds(5)
        /// How the clients live; nothing where they do nothing by themselves.
        public var agents: AgentConfiguration?
        /// What the clients' lives are timed by; the server's clock is another.
        public var agentClock: any PaceClock = ContinuousClock()
        /// How often the server pings who is on the messagebus; who does not answer until the next
        /// one is gone.
        public var messagebusPing: Duration = .seconds(15)
        /// How long a session lives after its last use, unless a request asks for another time.
        public var sessionLifetime = 120
        /// The failed logins from one address that are allowed within ``blockSeconds``.
        public var allowedFailures = 10
        /// How long an address stays blocked, and how long its failed logins count, in seconds.
        public var blockSeconds = 120
        /// How many received requests are remembered.
        public var requestLogLimit = 20_000

        /// Makes a configuration with the defaults.
        ///
        /// - Parameter change: Changes some of them.
        public init(_ change: (inout Self) -> Void = { _ in }) { change(&self) }
    }

    /// A user of the mock server.
    public struct Account: Sendable {
        /// What a user may do.
        public enum Rights: Sendable {
            /// Everything.
            case administrator
            /// Read all but secrets and logs.
            case readOnly
            /// Nothing but log in.
            case none
        }

        /// The name to log in with.
        public var username: String
        /// The password.
        public var password: String
        /// What the user may do.
        public var rights: Rights

        /// Makes a user.
        public init(username: String, password: String, rights: Rights) {
            self.username = username
            self.password = password
            self.rights = rights
        }
    }

    /// What is wrong with the server's certificate.
    public enum CertificateKind: Sendable {
        /// Nothing.
        case valid
        /// It expired yesterday.
        case expired
        /// It is for another host.
        case wrongHost
    }

    /// What a mock server takes for the time.
    public enum Clock: Sendable, Equatable {
        /// The machine's clock.
        case system
        /// A clock that stands still, at Unix seconds.
        case fixed(Int)
        /// The machine's clock and a number of seconds.
        case offset(Int)
    }
}
