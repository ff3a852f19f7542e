import NIOCore
import NIOHTTP1
import NIOWebSocket

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Server {
    /// Where the messagebus is.
    private static let messagebusPath = "/messagebus/v1"
    /// The server pings every quarter of a minute.
    private static let longestSilence = Duration.seconds(50)

    /// Listens to events, until the connection ends; a server's messagebus
    /// (`wss://HOST:4447/messagebus/v1`) is asked for within the session of the calls.
    ///
    /// - Parameters:
    ///   - kinds: the kinds of events.
    ///   - limit: the time for connecting and for the first answers: a user without rights is let
    ///     in, and told nothing.
    ///   - subscribed: called when nothing of those kinds is missed any more.
    ///   - receive: given what comes, in order; must be quick, as the server drops what is not
    ///     fetched.
    /// - Throws: `ServerError` that says why it ended, or why it did not begin; `CancellationError`.
    package func listen(
        to kinds: [BusEvent.Kind], limit: Duration = .seconds(10), subscribed: () -> Void,
        receive: (BusMessage) -> Void
    ) async throws {
        let connection = try await rpc.openWebSocket(
            Self.messagebusPath, limit: limit, silence: Self.longestSilence)
        var listening = BusListening(channels: kinds.map(\.channel))
        do {
            try await connection.frames.executeThenClose { inbound, outbound in
                for try await frame in inbound {
                    for action in listening.take(frame) {
                        switch action {
                        case .send(let opcode, let bytes):
                            try await outbound.write(
                                WebSocketFrame(
                                    fin: true, opcode: opcode, maskKey: .random(), data: bytes))
                        case .subscribed:
                            connection.deadline.cancel()
                            subscribed()
                        case .receive(let message): receive(message)
                        case .end(let error): throw error
                        }
                    }
                }
            }
        } catch let error as ServerError {
            connection.deadline.cancel()
            throw error
        } catch {
            connection.deadline.cancel()
            try Task.checkCancellation()
            throw listening.ending
        }
        connection.deadline.cancel()
        try Task.checkCancellation()
        throw listening.ending
    }
}

/// Decides what is done with what comes over a connection to the messagebus.
package struct BusListening {
    /// What is told to a user who hears nothing.
    package static let permissionNeeded =
        "the messagebus says nothing: the user may not read it; give it opsi's rights to "
        + "administrate or to read everything"

    enum Action {
        case send(WebSocketOpcode, ByteBuffer)
        /// Nothing is missed any more.
        case subscribed
        case receive(BusMessage)
        case end(ServerError)
    }

    private enum Phase {
        /// The server says first what is subscribed to without being asked.
        case greeting, subscribing, listening
    }

    private let channels: [String]
    private var phase = Phase.greeting

    init(channels: [String]) { self.channels = channels }

    /// Why a connection has ended that nobody closed with a word.
    var ending: ServerError {
        switch phase {
        case .greeting, .subscribing:
            ServerError(.permission, Self.permissionNeeded)
        case .listening: ServerError(.unreachable, "the connection to the messagebus has ended")
        }
    }

    /// Takes a frame, which is a whole message.
    mutating func take(_ frame: WebSocketFrame) -> [Action] {
        let data = frame.unmaskedData
        switch frame.opcode {
        case .ping: return [.send(.pong, data)]
        case .pong: return []
        case .binary:
            return take(BusMessage(Array(data.readableBytesView)))
        case .connectionClose:
            var data = data
            let code = data.readInteger(as: UInt16.self)
            let why = code == 1012 ? "the opsi server restarts" : "the opsi server ended it"
            return [
                .end(ServerError(.unreachable, "the connection to the messagebus is over: \(why)"))
            ]
        default:
            return [
                .end(
                    ServerError(
                        .malformedAnswer, "what comes over the messagebus is no message of opsi's"))
            ]
        }
    }

    private mutating func take(_ message: BusMessage) -> [Action] {
        switch (phase, message) {
        case (.greeting, .subscriptions):
            phase = .subscribing
            let request = BusMessage.subscription(
                to: channels, id: UUID().uuidString.lowercased())
            return [.send(.binary, ByteBuffer(bytes: request))]
        case (.subscribing, .subscriptions(let subscribed, let error)):
            guard Set(channels).isSubset(of: subscribed) else {
                let why = error.map { ": \($0.printable)" } ?? ""
                return [
                    .end(
                        ServerError(
                            .permission, "the messagebus does not give its events\(why)"))
                ]
            }
            phase = .listening
            return [.subscribed]
        case (.subscribing, .unknown), (.greeting, .unknown):
            return [
                .end(
                    ServerError(
                        .malformedAnswer,
                        "the messagebus answers what opus does not know: it is another opsi's"))
            ]
        case (.listening, .subscriptions(let subscribed, _)):
            return Set(channels).isSubset(of: subscribed) ? [] : [.receive(.unknown)]
        default: return [.receive(message)]
        }
    }
}

extension ServerError {
    /// Why a server gives no web socket.
    init(_ refused: UpgradeRefused, path: String, address: String) {
        let status = refused.head.map { Int($0.status.code) }
        let said =
            refused.head?.headers.first(name: "x-opsi-error").map { ": \($0.printable)" } ?? ""
        switch status {
        case 401:
            self.init(
                .authentication, "\(address): the messagebus refuses the login\(said)",
                status: status)
        case 403:
            self.init(
                .blocked, "\(address): the messagebus lets nobody in from here\(said)",
                status: status)
        case .some(500...):
            self.init(
                .unavailable, "\(address)\(path) is out of order (HTTP \(status ?? 0))\(said)",
                status: status)
        default:
            self.init(
                .notOpsi,
                "\(address)\(path) is no messagebus (HTTP \(status ?? 0)): the server is older, or a "
                    + "gateway before it does not pass web sockets", status: status)
        }
    }
}
