/// The server's own clock, by which every age is judged.
public struct ServerClock: Sendable, Equatable {
    /// Unix seconds when the server answered.
    public let unixTime: Int
    /// Seconds by which the local time in the server's objects is ahead of UTC.
    public let utcOffset: Int

    package init(unixTime: Int, utcOffset: Int) {
        self.unixTime = unixTime
        self.utcOffset = utcOffset
    }
}

/// What a login may do.
public enum LoginRights: Sendable, Equatable {
    /// Everything.
    case administrator
    /// What the server's `acl.conf` grants: a method is refused, or answers in full.
    case user
    /// A client's own part of the fleet: what else there is is left out without a word.
    case host
}

/// What a server says of itself.
public struct ServerInfo: Sendable, Equatable {
    /// The opsi version, such as `4.3.23.7`; nil where the server names none.
    public internal(set) var version: String?

    package init() {}
}

extension Server {
    /// The server's version (`backend_info`).
    public func serverInfo() async throws -> ServerInfo {
        try await rpc.call("backend_info") { reader throws(JSONError) in
            try ServerInfo(&reader)
        }.value
    }

    /// Whether the user is an administrator (`accessControl_userIsAdmin`): without those rights
    /// some lists come back empty instead of refused.
    public func userIsAdmin() async throws -> Bool {
        try await rpc.call("accessControl_userIsAdmin") { reader throws(JSONError) in
            try reader.readBool()
        }.value
    }

    /// Whether the user is in the group of those who only read
    /// (`accessControl_userIsReadOnlyUser`).
    public func userIsReadOnly() async throws -> Bool {
        try await rpc.call("accessControl_userIsReadOnlyUser") { reader throws(JSONError) in
            try reader.readBool()
        }.value
    }

    /// What the login may do (`accessControl_userIsAdmin`, and the header `x-opsi-user-id`, which
    /// says what logged in).
    public func loginRights() async throws -> LoginRights {
        let answer = try await rpc.call("accessControl_userIsAdmin") { reader throws(JSONError) in
            try reader.readBool()
        }
        return LoginRights(isAdministrator: answer.value, login: answer.login)
    }

    /// The server's clock (header `x-date-unix-timestamp`) and the offset of its local time from
    /// UTC (`getServiceTime`, local, and in UTC where the header tells no time).
    public func clock() async throws -> ServerClock { try await rpc.clock() }
}

extension LoginRights {
    init(isAdministrator: Bool, login: String?) {
        guard !isAdministrator else {
            self = .administrator
            return
        }
        self = login?.hasPrefix("user:") == true ? .user : .host
    }
}

extension ServerInfo {
    /// Reads `backend_info`.
    init(_ reader: inout JSONReader) throws(JSONError) {
        self.init()
        try reader.readObject { reader, key throws(JSONError) in
            if key == "opsiVersion" {
                version = try reader.readOptionalString()
            } else {
                try reader.skipValue()
            }
        }
    }
}

extension RPCClient {
    /// The server's clock; from then on times that name a zone can be read.
    func clock() async throws -> ServerClock {
        let local = try await serviceTime(utc: false)
        return try await clock(local: local.value, answered: local.serverTime)
    }

    /// The clock of a server that told its local time, and in the same answer what time it was, in
    /// Unix seconds; nil where the answer does not tell.
    func clock(local: ISOTime, answered: Int?) async throws -> ServerClock {
        let now: Int
        if let answered {
            now = answered
        } else {
            let utc = try await serviceTime(utc: true).value
            now = utc.seconds - (utc.zone ?? 0)
        }
        // The two clocks are read moments apart, while zones differ by quarters of an hour.
        let quarter = 900
        let difference = local.seconds - now
        let rounded = (Double(difference) / Double(quarter)).rounded() * Double(quarter)
        guard abs(rounded) <= 86_400 else {
            throw ServerError(
                .malformedAnswer, method: "getServiceTime",
                "the server's local time is more than a day from its UTC")
        }
        learn(utcOffset: Int(rounded))
        return ServerClock(unixTime: now, utcOffset: Int(rounded))
    }

    private func serviceTime(utc: Bool) async throws -> Answer<ISOTime> {
        try await call("getServiceTime", [.bool(utc)]) { reader throws(JSONError) in
            try reader.readClock("result")
        }
    }
}

extension ServerClock {
    /// A clock for judging what does not depend on the time.
    package static let stopped = ServerClock(unixTime: 0, utcOffset: 0)
}
