import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import OpsiMock

/// A caller on the messagebus that does nothing by itself: it neither answers pings nor reads
/// ahead.
final class BusClient {
    /// What came.
    enum Frame: Equatable {
        case message(Node)
        case compressed([UInt8])
        case unreadable
        case ping
        case close(UInt16)
        case end
    }

    struct NotUpgraded: Error {}

    private typealias Connection = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

    private var frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>

    private init(
        _ frames: NIOAsyncChannelInboundStream<WebSocketFrame>.AsyncIterator,
        _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>
    ) {
        self.frames = frames
        self.outbound = outbound
    }

    /// Connects while the closure runs; as the administrator, unless another user is given.
    static func connected<Result>(
        to mock: OpsiMock, as user: (name: String, password: String)? = nil, query: String = "",
        headers: [(String, String)] = [], isolation: isolated (any Actor)? = #isolation,
        _ body: (BusClient) async throws -> Result
    ) async throws -> Result {
        let user = user ?? (mock.username, mock.password)
        let credentials = Data("\(user.name):\(user.password)".utf8).base64EncodedString()
        var fields = HTTPHeaders([("host", "127.0.0.1"), ("content-length", "0")])
        if !user.name.isEmpty { fields.add(name: "authorization", value: "Basic \(credentials)") }
        fields.add(contentsOf: headers)
        let channel = try await open(mock.port, "/messagebus/v1\(query)", fields)
        return try await channel.executeThenClose { inbound, outbound in
            try await body(BusClient(inbound.makeAsyncIterator(), outbound))
        }
    }

    private static func open(
        _ port: Int, _ path: String, _ headers: HTTPHeaders
    ) async throws -> Connection {
        let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let upgrader = NIOTypedWebSocketClientUpgrader<Connection>(
                        maxFrameSize: 1 << 24,
                        upgradePipelineHandler: { channel, _ in
                            channel.eventLoop.makeCompletedFuture {
                                try Connection(wrappingChannelSynchronously: channel)
                            }
                        })
                    let configuration = NIOTypedHTTPClientUpgradeConfiguration(
                        upgradeRequestHead: HTTPRequestHead(
                            version: .http1_1, method: .GET, uri: path, headers: headers),
                        upgraders: [upgrader],
                        notUpgradingCompletionHandler: {
                            $0.eventLoop.makeFailedFuture(NotUpgraded())
                        })
                    var pipeline = NIOUpgradableHTTPClientPipelineConfiguration(
                        upgradeConfiguration: configuration)
                    // The greeting may come in one piece with the answer to the upgrade.
                    pipeline.leftOverBytesStrategy = .forwardBytes
                    return try channel.pipeline.syncOperations
                        .configureUpgradableHTTPClientPipeline(configuration: pipeline)
                }
            }
        return try await upgraded.get()
    }

    /// The next frame.
    func next(isolation: isolated (any Actor)? = #isolation) async -> Frame {
        // An error is an end, too: the server broke the connection off.
        guard let frame = try? await frames.next(isolation: isolation) else { return .end }
        var data = frame.unmaskedData
        switch frame.opcode {
        case .ping: return .ping
        case .connectionClose: return .close(data.readInteger() ?? 0)
        default:
            let bytes = Array(data.readableBytesView)
            if bytes.first == 0x1F || bytes.first == 0x04 { return .compressed(bytes) }
            var rest = bytes[...]
            guard let node = try? messagePack(&rest), rest.isEmpty else { return .unreadable }
            return .message(node)
        }
    }

    /// The next message; pings are answered.
    func message(isolation: isolated (any Actor)? = #isolation) async throws -> Node {
        while true {
            switch await next(isolation: isolation) {
            case .message(let node): return node
            case .ping: try await send(bytes: [], as: .pong, isolation: isolation)
            case let other: throw Unexpected(frame: other)
            }
        }
    }

    struct Unexpected: Error {
        let frame: Frame
    }

    func send(
        bytes: [UInt8], as opcode: WebSocketOpcode = .binary,
        isolation: isolated (any Actor)? = #isolation
    ) async throws {
        let frame = WebSocketFrame(
            fin: true, opcode: opcode, maskKey: .random(), data: ByteBuffer(bytes: bytes))
        try await outbound.write(frame)
    }

    func send(_ message: Node, isolation: isolated (any Actor)? = #isolation) async throws {
        try await send(bytes: message.messagePack, isolation: isolation)
    }

    /// Asks for channels, and gives what comes of that.
    func subscribe(
        _ channels: [String], by operation: String = "add",
        isolation: isolated (any Actor)? = #isolation
    ) async throws -> Node {
        try await send(Self.request(operation, channels))
        return try await message()
    }

    static func request(_ operation: String, _ channels: [String]) -> Node {
        [
            "type": "channel_subscription_request", "id": .string(newId), "sender": "@",
            "channel": "service:messagebus", "operation": .string(operation),
            "channels": .array(channels.map { .string($0) }),
        ]
    }

    static var newId: String { UUID().uuidString.lowercased() }
}

/// Runs a body with a mock and a caller on its messagebus, who was greeted and hears of these.
func withBus<Result>(
    _ fleet: Fleet = .init(), configuration: OpsiMock.Configuration = .init(),
    as user: (name: String, password: String)? = nil, hearing channels: [String] = [],
    isolation: isolated (any Actor)? = #isolation,
    _ body: (OpsiMock, BusClient) async throws -> Result
) async throws -> Result {
    try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
        try await BusClient.connected(to: mock, as: user) { client in
            _ = try await client.message()
            if !channels.isEmpty { _ = try await client.subscribe(channels) }
            return try await body(mock, client)
        }
    }
}

extension Node {
    /// The value as MessagePack, written apart from the mock's own writer.
    var messagePack: [UInt8] {
        func head(_ short: UInt8, _ limit: Int, _ long: UInt8, _ count: Int) -> [UInt8] {
            count < limit
                ? [short | UInt8(count)] : [long, UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
        }
        switch self {
        case .null: return [0xC0]
        case .bool(let value): return [value ? 0xC3 : 0xC2]
        case .number(let value):
            return [0xD3]
                + (0..<8).reversed().map { UInt8(truncatingIfNeeded: Int(value) >> ($0 * 8)) }
        case .string(let text):
            return head(0xA0, 32, 0xDA, text.utf8.count) + Array(text.utf8)
        case .array(let values):
            return head(0x90, 16, 0xDC, values.count) + values.flatMap(\.messagePack)
        case .object(let members):
            return head(0x80, 16, 0xDE, members.count)
                + members.flatMap { Node.string($0.key).messagePack + $0.value.messagePack }
        }
    }
}
