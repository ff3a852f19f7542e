/// One caller on the messagebus: what it may do, what it has subscribed to, and what comes of the
/// messages that it sends.
struct BusSession: Sendable {
    /// What a received message leads to.
    enum Outcome: Sendable {
        /// A message to the caller alone.
        case answer(BusMessage)
        /// A message that goes to whoever listens on its channel.
        case publish(BusMessage)
    }

    let user: User
    /// `session:UUID`, which this connection alone has.
    let channel: String
    /// What this connection listens to, in the order in which it was asked for.
    private(set) var subscriptions: [String]

    /// - Parameters:
    ///   - user: who is logged in.
    ///   - id: a UUID, in lower case.
    init(user: User, id: String) {
        self.user = user
        channel = "session:\(id)"
        subscriptions = [user.busName, channel]
    }

    /// What is said first, unasked.
    func greeting(at milliseconds: Int) -> BusMessage {
        .subscriptions(subscriptions, to: channel, at: milliseconds)
    }

    /// Takes a frame's content.
    mutating func receive(_ bytes: [UInt8], at milliseconds: Int) -> Outcome {
        var id: JSON?
        do throws(RPCError) {
            guard case .object(let object) = try MessagePack.decoded(bytes) else {
                throw .value("Invalid message received")
            }
            guard let given = object["id"] else { throw .value("'id'") }
            id = given
            var message = try BusMessage.received(
                object, from: user.busName, backChannel: channel, at: milliseconds)
            message = try addressed(message)
            guard message.object["type"] == "channel_subscription_request" else {
                return .publish(message)
            }
            return .answer(try subscribe(message.object, at: milliseconds))
        } catch {
            return .answer(
                .generalError(
                    error, about: id, to: channel, isDetailed: user.readsBus, at: milliseconds))
        }
    }

    /// The message with its channel spelt out, if it may be written to.
    private func addressed(_ message: BusMessage) throws(RPCError) -> BusMessage {
        var object = message.object
        let name = resolved(message.channel)
        object["channel"] = .string(name)
        let back = resolved(object["back_channel"]?.string ?? channel)
        object["back_channel"] = .string(back)
        guard try mayWrite(name), try mayWrite(back) else {
            throw .value("Read access to channel \(name.pythonText) denied")
        }
        return BusMessage(object)
    }

    /// `@` stands for the caller's own channel, `$` for that of the connection.
    private func resolved(_ name: String) -> String {
        switch name {
        case "@": user.busName
        case "$": channel
        default: name
        }
    }

    private mutating func subscribe(
        _ request: JSONObject, at milliseconds: Int
    ) throws(RPCError) -> BusMessage {
        guard let names = request["channels"]?.array?.compactMap(\.string),
            names.count == request["channels"]?.array?.count
        else {
            throw .value(
                "1 validation error for ChannelSubscriptionRequestMessage\nchannels\n  "
                    + "Input should be a valid list")
        }
        let operation = request["operation"]?.string ?? "set"
        let back = request["back_channel"]?.string ?? channel
        let channels = names.map { resolved($0.trimmed) }
        switch operation {
        case "remove": subscriptions.removeAll { $0 != channel && channels.contains($0) }
        case "set": subscriptions.removeAll { $0 != channel && !channels.contains($0) }
        case "add": break
        default:
            let error = "Invalid operation \(operation.pythonText)"
            return .subscriptions([], error: error, to: back, at: milliseconds)
        }
        if operation != "remove" {
            // All of them, or none.
            for name in channels where !(try mayRead(name)) {
                // The server's own word for it is "Write".
                let error = "Write access to channel \(name.pythonText) denied"
                return .subscriptions([], error: error, to: back, at: milliseconds)
            }
            for name in channels where !subscriptions.contains(name) {
                subscriptions.append(name)
            }
        }
        return .subscriptions(subscriptions, to: back, at: milliseconds)
    }

    private func mayRead(_ name: String) throws(RPCError) -> Bool {
        let name = try BusChannel.checked(name)
        return name.hasPrefix("session:") || name == user.busName || user.readsBus
    }

    private func mayWrite(_ name: String) throws(RPCError) -> Bool {
        let name = try BusChannel.checked(name)
        if name.hasPrefix("service:"),
            name.hasSuffix(":messagebus") || name.hasSuffix(":jsonrpc")
        {
            return true
        }
        return name.hasPrefix("session:") || name == user.busName || user.readsBus
    }
}

extension User {
    /// The channel that all connections of a user share, which is also how its messages are signed.
    var busName: String { "\(hostType == nil ? "user" : "host"):\(name)" }

    /// Whether it may listen to events. Users who may only read are administrators here.
    var readsBus: Bool { role == .administrator || role == .readOnly }
}
