import NIOCore
import NIOWebSocket

/// Takes a web socket's frames, and sees to pings and closing.
final class BusHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let mock: OpsiMock
    private let connection: BusConnection
    private var pings: RepeatedTask?
    private var isPongDue = false

    init(_ mock: OpsiMock, _ connection: BusConnection) {
        self.mock = mock
        self.connection = connection
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let interval = TimeAmount(mock.configuration.messagebusPing)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: interval, delay: interval) {
            _ in
            let (handler, context) = bound.value
            handler.ping(context)
        }
        mock.messagebus.insert(connection)
        connection.greet(at: mock.milliseconds)
        mock.tellOfConnection(connection, isOpen: true)
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    /// The caller is gone, whatever the network still has to say about it.
    private func leave() {
        guard let pings else { return }
        self.pings = nil
        pings.cancel()
        mock.messagebus.remove(connection)
        connection.flush()
        mock.tellOfConnection(connection, isOpen: false)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { connection.flush() }
        context.fireChannelWritabilityChanged()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        guard !connection.isStalled else { return }
        switch frame.opcode {
        case .binary:
            let bytes = Array(frame.unmaskedData.readableBytesView)
            if let message = connection.receive(bytes, at: mock.milliseconds) {
                mock.pass(message)
            } else {
                mock.messagebus.changes.ring()
            }
        // The server knows bytes alone.
        case .text: connection.close(1003)
        case .ping: send(.pong, frame.unmaskedData, context)
        case .pong: isPongDue = false
        case .connectionClose:
            send(.connectionClose, frame.unmaskedData, context)
            context.close(promise: nil)
            leave()
        default: break
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A frame that is none has been answered already.
        context.close(promise: nil)
    }

    /// Who does not answer a ping is gone. A ping also keeps the login's session alive; where that
    /// has ended, so does the connection.
    private func ping(_ context: ChannelHandlerContext) {
        guard !connection.isStalled else { return }
        if isPongDue { return context.close(promise: nil) }
        if let id = connection.sessionId, !mock.keepSession(id) {
            let error = BusMessage.generalError(
                .value("Session deleted"), about: nil, to: connection.sessionChannel,
                at: mock.milliseconds)
            connection.send(error)
            connection.flush()
            return connection.close(1000)
        }
        isPongDue = true
        var data = context.channel.allocator.buffer(capacity: 4)
        data.writeInteger(UInt32.random(in: .min ... .max))
        send(.ping, data, context)
    }

    private func send(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext
    ) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: data)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
