extension MethodTable {
    /// Calls that the server makes to clients, in a form that takes an empty list for all clients,
    /// and in a safe one that refuses it.
    static let hostControlMethods: [Method] =
        [true, false].flatMap { isSafe in
            calls.map { method($0, isSafe: isSafe) } + [reachable(isSafe: isSafe)]
        } + [method(processActionRequests, isSafe: false)]

    private struct ClientMethod: Sendable {
        var name: String
        var parameters: String
        /// Whether even the unsafe form refuses an empty list.
        var refusesAll = false
        /// What a reachable client answers.
        var result: @Sendable (_ arguments: Arguments, _ events: [String]) -> ClientAnswer
    }

    private static let calls: [ClientMethod] = [
        .init(name: "reboot", parameters: "*hostIds", refusesAll: true) { _, _ in .null },
        .init(name: "shutdown", parameters: "*hostIds", refusesAll: true) { _, _ in .null },
        .init(name: "fireEvent", parameters: "event *hostIds") {
            ClientAnswer.event($0["event"], known: $1)
        },
        .init(name: "getActiveSessions", parameters: "*hostIds") { _, _ in
            .result(.array([.object(["UserName": "mueller", "LogonDomain": "FLEET"])]))
        },
        .init(name: "uptime", parameters: "*hostIds") { _, _ in .result(.integer(4711)) },
        .init(
            name: "showPopup", parameters: "message *hostIds *mode *addTimestamp *displaySeconds"
        ) { _, _ in .null },
        .init(
            name: "execute",
            parameters: "command *hostIds *waitForEnding *captureStderr *encoding *timeout"
        ) { _, _ in .result(.array([])) },
        .init(name: "opsiclientdRpc", parameters: "method *params *hostIds *timeout") {
            arguments, _ in
            arguments["method"] == "uptime" ? .result(.integer(4711)) : .null
        },
        .init(name: "start", parameters: "*hostIds") { _, _ in .result("sent") },
    ]

    private static let processActionRequests = ClientMethod(
        name: "processActionRequests", parameters: "*hostIds *productIds *visibility"
    ) { _, _ in .null }

    private static func name(_ name: String, isSafe: Bool) -> String {
        "\(isSafe ? "hostControlSafe" : "hostControl")_\(name)"
    }

    private static func method(_ call: ClientMethod, isSafe: Bool) -> Method {
        Method(
            name(call.name, isSafe: isSafe), owner: "RPCHostControlMixin", call.parameters,
            .write { world, arguments throws(RPCError) in
                let hosts = try world.hosts(
                    arguments["hostIds"], refusesAll: isSafe || call.refusesAll, isSafe: isSafe)
                let events = world.reachability.events
                var answers = JSONObject()
                for host in hosts {
                    let answer =
                        call.name == "start"
                        ? call.result(arguments, events)
                        : world.answer(of: host) { call.result(arguments, events) }
                    answers[host["id"].string ?? ""] = answer.json
                    world.signal(call.name, to: host, arguments, reached: answer.isFromClient)
                    if answer.isFromClient, call.name != "start" {
                        world.clientCalls.append(
                            .init(
                                clientId: host["id"].string ?? "", method: call.name,
                                params: arguments.text(besides: "hostIds")))
                    }
                }
                return .value(.object(answers))
            })
    }

    private static func reachable(isSafe: Bool) -> Method {
        Method(
            name("reachable", isSafe: isSafe), owner: "RPCHostControlMixin", "*hostIds *timeout",
            .read { world, arguments throws(RPCError) in
                let hosts = try world.hosts(
                    arguments["hostIds"], refusesAll: isSafe, isSafe: isSafe)
                return .value(
                    .object(
                        JSONObject(
                            members: hosts.map { host in
                                let isReachable =
                                    switch world.reachability.of(host) {
                                    case .reachable, .failing: true
                                    default: false
                                    }
                                return .init(
                                    key: host["id"].string ?? "", value: .bool(isReachable))
                            })))
            })
    }
}

extension World {
    /// The clients that a call goes to. Patterns work here, and nothing means all of them.
    fileprivate func hosts(
        _ ids: JSON, refusesAll: Bool, isSafe: Bool
    ) throws(RPCError) -> [Row] {
        if refusesAll, !ids.isTruthy {
            throw .missingData(isSafe ? "No matching host ids found" : "No host ids given")
        }
        var filters: [(attribute: String, filter: Filter)] = []
        if let filter = Filter(.string("OpsiClient")) { filters.append(("type", filter)) }
        if ids.isTruthy, let filter = Filter(ids) { filters.append(("id", filter)) }
        let hosts = fleet[.host].select(filters)
        guard !hosts.isEmpty else { throw .missingData("No matching host ids found") }
        return hosts
    }

    fileprivate func answer(of host: Row, _ body: () -> ClientAnswer) -> ClientAnswer {
        let id = host["id"].string ?? ""
        switch reachability.of(host) {
        case .reachable: return body()
        case .failing(let error): return ClientAnswer(error: error, isFromClient: true)
        case .refusing:
            let address = host["ipAddress"].string ?? id
            return .unreachable(
                "HTTPSConnectionPool(host='\(address)', port=4441): Max retries exceeded with "
                    + "url: /opsiclientd (Caused by NewConnectionError(\"HTTPSConnection("
                    + "host='\(address)', port=4441): Failed to establish a new connection: "
                    + "[Errno 111] Connection refused\"))")
        case .withoutAddress:
            return .unreachable(
                "Backend unaccomplishable error: Failed to get ip address for host '\(id)'")
        case .notConnected: return .unreachable("Host currently not connected to messagebus")
        case .silent:
            return .unreachable("Timed out after 15.00 seconds  while waiting for response")
        }
    }
}

/// What came of a call to a client.
private struct ClientAnswer {
    var result = JSON.null
    var error = JSON.null
    /// Whether the client got the call at all.
    var isFromClient = false

    static let null = ClientAnswer.result(.null)

    static func result(_ value: JSON) -> ClientAnswer {
        ClientAnswer(result: value, isFromClient: true)
    }

    static func unreachable(_ text: String) -> ClientAnswer {
        ClientAnswer(error: .string(text))
    }

    static func event(_ event: JSON, known events: [String]) -> ClientAnswer {
        let name = Check.text(event)
        guard !events.contains(name) else { return .null }
        return ClientAnswer(
            error: .string(
                "Opsi rpc error: Event '\(name)' not in list of known events: "
                    + "\(events.joined(separator: ", ")) (error on server)"))
    }

    var json: JSON { .object(["result": result, "error": error]) }
}

extension Arguments {
    /// The arguments as a JSON object, but for one.
    fileprivate func text(besides name: String) -> String {
        let members = all.filter { $0.key != name }.sorted { $0.key < $1.key }
            .map { JSONObject.Member(key: $0.key, value: $0.value) }
        return JSON.object(JSONObject(members: members)).jsonText
    }
}
