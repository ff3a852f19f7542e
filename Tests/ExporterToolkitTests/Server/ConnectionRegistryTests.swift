import NIOCore
import NIOEmbedded
import Testing

@testable import ExporterToolkit

@Suite("Open connections")
struct ConnectionRegistryTests {
    /// Takes its time to close, as TLS does where the other side says no farewell.
    private final class Clinging: ChannelOutboundHandler {
        typealias OutboundIn = Any

        func close(
            context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?
        ) {
            promise?.succeed()
        }
    }

    private static func channel(_ handlers: any ChannelHandler...) throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        for handler in handlers { try channel.pipeline.syncOperations.addHandler(handler) }
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }

    @Test("who has to go is gone at once, whatever TLS would still say")
    func cut() throws {
        let registry = ConnectionRegistry(limit: 1)
        let victim = try Self.channel(ConnectionCutter(), Clinging())
        #expect(registry.add(victim, now: .now()) != nil)
        #expect(registry.add(try Self.channel(), now: .now()) != nil)
        #expect(!victim.isActive)
    }

    @Test("those on their way out count, so that there are never many more than allowed")
    func bound() throws {
        let registry = ConnectionRegistry(limit: 3)
        var numbers: [Int] = []
        // None of these ever closes.
        while let number = registry.add(try Self.channel(Clinging()), now: .now()) {
            numbers.append(number)
            try #require(numbers.count < 100)
        }
        #expect(numbers.count == 3 + ConnectionRegistry.mostEvicted)
        #expect(registry.add(try Self.channel(), now: .now()) == nil)
        // The first three are among those that had to go.
        registry.remove(numbers[0])
        #expect(registry.add(try Self.channel(), now: .now()) != nil)
        #expect(registry.add(try Self.channel(), now: .now()) == nil)
    }
}
