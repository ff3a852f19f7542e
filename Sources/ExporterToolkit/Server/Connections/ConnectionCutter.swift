import NIOCore

/// Closes a connection without TLS's farewell, for which the other side could take its time; stands
/// next to the socket.
final class ConnectionCutter: ChannelOutboundHandler {
    typealias OutboundIn = Any
    typealias OutboundOut = Any

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        if event is ConnectionShouldBeCut {
            context.close(promise: promise)
        } else {
            context.triggerUserOutboundEvent(event, promise: promise)
        }
    }
}

/// Tells a connection to be gone at once.
struct ConnectionShouldBeCut: Sendable {}
