import Foundation

/// A message of the messagebus: a map, of which `type`, `channel` and the like are the envelope.
struct BusMessage: Sendable {
    /// How the server's one worker signs.
    static let worker = "service_worker:opsiserver:1"
    /// How long a message is good for where nobody says so, in milliseconds.
    private static let validity = 60_000

    let channel: String
    let object: JSONObject
    /// The message as MessagePack.
    let bytes: [UInt8]

    init(_ object: JSONObject) {
        self.object = object
        channel = object["channel"]?.string ?? ""
        bytes = MessagePack.encoded(.object(object))
    }

    /// A message of bytes that do not say what it is.
    init(channel: String, bytes: [UInt8]) {
        self.channel = channel
        self.bytes = bytes
        object = [:]
    }

    /// The server's own messages: keys without a value are left out.
    private init(
        _ type: String, channel: String, at milliseconds: Int, ref: JSON? = nil,
        _ content: JSONObject
    ) {
        var object: JSONObject = [
            "type": .string(type), "sender": .string(Self.worker), "channel": .string(channel),
            "id": .string(UUID().uuidString.lowercased()), "created": .integer(milliseconds),
            "expires": .integer(milliseconds + Self.validity),
        ]
        if let ref { object["ref_id"] = ref }
        for member in content.members where !member.value.isNull {
            object.members.append(member)
        }
        self.init(object)
    }

    static func event(_ event: BusEvent, at milliseconds: Int) -> BusMessage {
        BusMessage(
            "event", channel: "event:\(event.name)", at: milliseconds,
            ["event": .string(event.name), "data": .object(event.data)])
    }

    /// What a subscription has come to.
    static func subscriptions(
        _ channels: [String], error: String? = nil, to channel: String, at milliseconds: Int
    ) -> BusMessage {
        BusMessage(
            "channel_subscription_event", channel: channel, at: milliseconds,
            [
                "error": error.map { .object(Self.error($0)) } ?? .null,
                "subscribed_channels": .array(channels.map { .string($0) }),
            ])
    }

    /// An error, with the server's traceback for those who administrate it.
    static func generalError(
        _ error: RPCError, about id: JSON?, to channel: String, isDetailed: Bool = false,
        at milliseconds: Int
    ) -> BusMessage {
        var object = Self.error(error.message)
        if isDetailed { object["details"] = error.details }
        return BusMessage(
            "general_error", channel: channel, at: milliseconds, ref: id,
            ["error": .object(object)])
    }

    /// What a client answers to a call over the messagebus.
    static func answer(
        of sender: String, to channel: String, rpcId: JSON, ref: JSON?, at milliseconds: Int,
        _ outcome: JSONObject
    ) -> BusMessage {
        var content: JSONObject = ["rpc_id": rpcId]
        content.members += outcome.members
        var object = BusMessage(
            "jsonrpc_response", channel: channel, at: milliseconds, ref: ref, content
        ).object
        object["sender"] = .string(sender)
        return BusMessage(object)
    }

    private static func error(_ text: String) -> JSONObject {
        ["message": .string(text), "code": .null, "details": .null]
    }

    /// What a message of a type that the server does not know is cut down to.
    private static let envelope: Set<String> = [
        "type", "sender", "channel", "back_channel", "id", "created", "expires", "ref_id",
    ]

    private static func isKnown(_ type: String) -> Bool {
        let families = ["jsonrpc_", "terminal_", "process_", "file_", "trace_", "channel_"]
        return ["event", "general_error"].contains(type) || families.contains { type.hasPrefix($0) }
    }

    /// The message that was received, as the server passes it on: signed with the name of who is
    /// logged in, whatever it says itself.
    static func received(
        _ object: JSONObject, from sender: String, backChannel: String, at milliseconds: Int
    ) throws(RPCError) -> BusMessage {
        var object = object
        object["sender"] = .string(sender)
        for key in ["type", "channel"] where object[key]?.string == nil {
            throw .value("1 validation error for Message\n\(key)\n  Field required")
        }
        guard let id = object["id"]?.string, UUIDText.isVersion4(id) else {
            throw .value(
                "1 validation error for Message\nid\n  String should match the pattern of a UUID "
                    + "of version 4")
        }
        if object["created"] == nil { object["created"] = .integer(milliseconds) }
        if object["expires"] == nil {
            object["expires"] = .integer(milliseconds + Self.validity)
        }
        for key in ["created", "expires"] where object[key]?.integer == nil {
            throw .value(
                "1 validation error for Message\n\(key)\n  Input should be a valid integer")
        }
        if !(object["back_channel"] ?? .null).isTruthy || object["back_channel"] == "$" {
            object["back_channel"] = .string(backChannel)
        }
        if let type = object["type"]?.string, !isKnown(type) {
            object.members.removeAll { !envelope.contains($0.key) }
        }
        return BusMessage(object)
    }
}

/// Something that the messagebus tells of: a row that was written, a host that came or went.
struct BusEvent: Sendable, Equatable {
    var name: String
    var data: JSONObject
}
