import NIOCore

/// Stands between the connection's bytes and HTTP: sees that something comes before it makes sense,
/// and reads no further while the client does not fetch its answers.
final class ByteWatcher: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let connection: ConnectionHandler
    private var isReadHeldBack = false

    init(connection: ConnectionHandler) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection.receivedBytes()
        // Read all the same: with unread bytes, closing would be a reset, and the answer lost.
        guard !connection.state.isEnding else { return }
        context.fireChannelRead(data)
    }

    func read(context: ChannelHandlerContext) {
        if context.channel.isWritable { context.read() } else { isReadHeldBack = true }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if isReadHeldBack, context.channel.isWritable {
            isReadHeldBack = false
            context.read()
        }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ConnectionShouldDrain {
            connection.drain()
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }
}

/// Tells a connection to end with the request that it is answering, or at once where there is none.
struct ConnectionShouldDrain: Sendable {}
