/// What comes over the messagebus, as far as opus listens.
package enum BusMessage: Sendable, Equatable {
    /// The channels that are subscribed to by now, and why others are not.
    case subscriptions([String], error: String?)
    case event(BusEvent)
    /// Something that opus does not know, or that cannot be read: it may stand for anything.
    case unknown

    /// Reads the bytes of a frame.
    init(_ bytes: [UInt8]) {
        guard let message = try? MessagePackReader.read(bytes), let type = message["type"]?.text
        else {
            self = .unknown
            return
        }
        switch type {
        case "channel_subscription_event":
            var channels: [String] = []
            if case .array(let names)? = message["subscribed_channels"] {
                channels = names.compactMap(\.text)
            }
            let error = message["error"].flatMap { $0["message"]?.text ?? $0.text }
            self = .subscriptions(channels, error: error)
        case "event":
            let event = message["event"]?.text.flatMap { name in
                message["data"].flatMap { BusEvent(name: name, data: $0) }
            }
            self = event.map { .event($0) } ?? .unknown
        default: self = .unknown
        }
    }

    /// The bytes that ask for channels beside those that are subscribed to.
    static func subscription(to channels: [String], id: String) -> [UInt8] {
        MessagePackValue.map([
            "type": .text("channel_subscription_request"), "id": .text(MessagePackText(id)),
            "sender": .text("@"),
            "channel": .text("service:messagebus"), "operation": .text("add"),
            "channels": .array(channels.map { .text(MessagePackText($0)) }),
        ]).encoded
    }
}
