import NIOCore
import Synchronization

/// The messagebus: who is on it, and how messages get there.
final class Messagebus: Sendable {
    private struct State {
        var connections: [ObjectIdentifier: BusConnection] = [:]
    }

    /// The server writes about two thousand rows a second, and an event with each.
    private static let piece = 200
    private static let timeOfPiece = TimeAmount.milliseconds(100)

    private let state = Mutex(State())
    /// Rings whenever connections or what they listen to change.
    let changes = Doorbell()

    var connections: [BusConnection] { state.withLock { Array($0.connections.values) } }

    func insert(_ connection: BusConnection) {
        state.withLock { $0.connections[ObjectIdentifier(connection)] = connection }
        changes.ring()
    }

    func remove(_ connection: BusConnection) {
        state.withLock { $0.connections[ObjectIdentifier(connection)] = nil }
        changes.ring()
    }

    /// Gives messages to those who listen to their channels, who get the time to take them that
    /// the server's own pace would give them.
    func publish(_ messages: [BusMessage], faults: OpsiMock.Faults) async {
        guard !messages.isEmpty else { return }
        for start in stride(from: 0, to: messages.count, by: Self.piece) {
            let listening = connections
            guard !listening.isEmpty else { return }
            let piece = messages[start..<min(start + Self.piece, messages.count)]
            for connection in listening { deliver(piece, to: connection, faults: faults) }
            for connection in listening { await connection.catchUp(atMost: Self.timeOfPiece) }
        }
    }

    /// The same for a few messages, without waiting for anybody.
    func deliver(_ messages: [BusMessage], faults: OpsiMock.Faults) {
        for connection in connections { deliver(messages[...], to: connection, faults: faults) }
    }

    private func deliver(
        _ messages: ArraySlice<BusMessage>, to connection: BusConnection, faults: OpsiMock.Faults
    ) {
        let subscriptions = Set(connection.subscriptions)
        var delivered: [BusMessage] = []
        for message in messages where subscriptions.contains(message.channel) {
            guard let fault = faults.hit(message: message.channel) else {
                delivered.append(message)
                continue
            }
            switch fault.kind {
            case .lose: continue
            case .drop:
                connection.append(delivered)
                connection.channel.eventLoop.execute { connection.drop() }
                return
            case .stall:
                connection.append(delivered)
                connection.stall(for: fault.seconds)
                delivered = [message]
            default: delivered.append(message.spoilt(fault.kind))
            }
        }
        connection.append(delivered)
    }
}

extension BusMessage {
    /// The message as a fault makes it.
    func spoilt(_ kind: OpsiMock.Fault.Kind) -> BusMessage {
        var object = object
        switch kind {
        case .garbage: return BusMessage(channel: channel, bytes: [0xC1, 0xFF])
        case .wrongType: object["type"] = "unheard_of"
        case .wrongFieldTypes: object["data"] = .integer(42)
        default: break
        }
        return BusMessage(object)
    }
}
