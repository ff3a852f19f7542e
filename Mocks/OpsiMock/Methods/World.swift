/// What the methods of the server work on.
struct World: Sendable {
    var fleet: OpsiMock.Fleet
    var clock: OpsiMock.Clock
    /// The seconds that the server's local time is ahead of UTC.
    var utcOffset: Int
    var reachability = Reachability()
    var logs = LogStore()
    /// What clients were told to do, in order.
    var clientCalls: [OpsiMock.ClientCall] = []
    /// What was written and not told of on the messagebus yet.
    var events: [BusEvent] = []
    /// How many connections to the messagebus each user and host has.
    var connections: [String: Int] = [:]
    /// Whether clients live by themselves, and what has reached them since they last looked.
    var hasAgents = false
    var signals: [AgentSignal] = []
    /// The admin's name, who is in the groups that the server reports.
    var administrators: [String] = []

    /// The server's local time, as it stands in objects.
    var now: String { WireTime.text(clock.now + utcOffset) }

    var nowSeconds: Int { clock.now + utcOffset }

    /// The config server's domain.
    var domain: String {
        let id = configserverId ?? "opsiserver.opsi.test"
        return id.split(separator: ".", maxSplits: 1).dropFirst().first.map { String($0) } ?? id
    }

    var configserverId: String? {
        fleet[.host].rows.first { $0.type?.name == "OpsiConfigserver" }?["id"].string
    }
}

/// Who calls, and so what is allowed.
struct User: Sendable, Equatable {
    enum Role: Sendable, Equatable {
        case administrator
        /// May read everything, secrets and logs excepted, and write nothing.
        case readOnly
        /// May log in, and nothing more.
        case plain
        /// An opsi client that logged in with its host key.
        case client
    }

    var name: String
    var role: Role
    /// The class of a host that logged in with its key.
    var hostType: String?

    /// The form in which the server names the user in a header.
    var headerText: String { "\(role == .client ? "client" : "user"):\(name)" }

    func mayCall(_ method: Method) -> Bool {
        switch role {
        case .administrator: return true
        case .readOnly:
            if case .read = method.action { return true }
            return Self.methodsForAll.contains(method.name)
        case .plain: return Self.methodsForAll.contains(method.name)
        case .client:
            return !method.name.hasPrefix("hostControl") && method.name != "host_delete"
        }
    }

    private static let methodsForAll: Set<String> = [
        "accessControl_authenticated", "accessControl_getUserGroups", "accessControl_userIsAdmin",
        "accessControl_userIsReadOnlyUser", "backend_exit", "backend_getInterface",
        "backend_getOptions", "backend_setOptions", "backend_info",
    ]
}
