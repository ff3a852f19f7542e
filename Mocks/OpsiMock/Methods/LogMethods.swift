extension MethodTable {
    private static let general = "RPCGeneralMixin"

    /// The logs that clients send, and the server's own.
    static let logMethods: [Method] = [
        Method(
            "log_read", owner: general, "logType *objectId *maxSize",
            .read { world, arguments throws(RPCError) in
                let log = try LogName(arguments, isRead: true)
                try arguments.caller.checkLogAccess("log_read")
                let limit = arguments["maxSize"].integer ?? 0
                return .value(.string(world.logText(log, limit: limit)))
            }),
        Method(
            "log_write", owner: general, "logType data *objectId *append",
            .write { world, arguments throws(RPCError) in
                let log = try LogName(arguments, isRead: false)
                try arguments.caller.checkLogAccess("log_write")
                world.writeLog(
                    log, Check.text(arguments["data"]), append: arguments["append"].isTruthy)
                return .null
            }),
    ]
}

/// Which log: its type, and whose it is.
struct LogName: Sendable, Hashable {
    let type: String
    /// The client; nothing for the server's own.
    let objectId: String?

    private static let types = [
        "bootimage", "clientconnect", "instlog", "opsiconfd", "userlogin", "winpe",
    ]

    init(type: String, objectId: String?) {
        self.type = type
        self.objectId = objectId
    }

    fileprivate init(_ arguments: Arguments, isRead: Bool) throws(RPCError) {
        type = Check.text(arguments["logType"])
        guard Self.types.contains(type) else {
            throw .badValue("Unknown log type '\(type)'")
        }
        guard arguments["objectId"].isTruthy else {
            guard isRead else { throw .badValue("Writing \(type) log requires an objectId") }
            guard type == "opsiconfd" else {
                throw .badValue("Log type '\(type)' requires objectId")
            }
            objectId = nil
            return
        }
        objectId = try Check.objectId(arguments["objectId"])
    }
}

extension World {
    /// Writes a log as the server does, and tells of it.
    mutating func writeLog(_ log: LogName, _ text: String, append: Bool) {
        logs.write(log, text, append: append)
        events.append(
            BusEvent(
                name: "log_updated",
                data: ["type": .string(log.type), "object_id": .text(log.objectId)]))
    }
}

extension User {
    /// Logs are for administrators, for depots and for clients, which the server does not keep
    /// from each other's; not for who is granted reading method by method, unless with that one.
    fileprivate func checkLogAccess(_ method: String) throws(RPCError) {
        switch role {
        case .administrator, .client: return
        case .readOnly, .plain: throw .permission(method: method)
        }
    }
}
