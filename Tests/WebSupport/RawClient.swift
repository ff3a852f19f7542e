import NIOCore
import NIOPosix
public import NIOSSL
import TestSupport

/// A connection whose bytes go out as the test says, and come in when it asks.
public final class RawClient: Sendable {
    private let channel: any Channel
    private let received = Inbox<ByteBuffer>()

    /// Connects.
    public init(host: String = "127.0.0.1", port: Int, trust: NIOSSLTrustRoots? = nil) async throws
    {
        let received = received
        let tls = try trust.map { trust in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = trust
            return try NIOSSLContext(configuration: tls)
        }
        channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: tls, serverHostname: nil))
                    }
                    try channel.pipeline.syncOperations.addHandler(Receiver(received))
                }
            }
            .connect(host: host, port: port).get()
    }

    /// Sends a text.
    public func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    /// Says that nothing more will be sent.
    public func finish() async throws {
        try await channel.close(mode: .output)
    }

    /// Stops taking what comes.
    public func stopReading() async throws {
        try await channel.setOption(.autoRead, value: false).get()
    }

    /// What comes until a text has come.
    public func text(until end: String) async throws -> String {
        var text = ""
        while !text.contains(end) { text += String(buffer: try await received.next()) }
        return text
    }

    /// Everything until the other side says that nothing more comes, or is gone.
    public func rest() async -> String {
        var text = ""
        while let part = try? await received.next() { text += String(buffer: part) }
        channel.close(promise: nil)
        return text
    }

    /// Ends the connection.
    public func close() async throws {
        try await channel.close()
    }

    private final class Receiver: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        let received: Inbox<ByteBuffer>

        init(_ received: Inbox<ByteBuffer>) {
            self.received = received
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received.put(unwrapInboundIn(data))
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { received.finish() }
        }

        func channelInactive(context: ChannelHandlerContext) {
            received.finish()
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }
}
