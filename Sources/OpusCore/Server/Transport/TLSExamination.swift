import NIOCore
import NIOPosix
import NIOSSL

/// Looks at the certificates that a server shows, after a connection failed on them: the TLS
/// library only says that it did not like them.
enum TLSExamination {
    /// How long the look may take.
    private static let limit = TimeAmount.seconds(5)

    /// The certificates of whoever answers, his own first; none where no TLS is spoken. Nothing is
    /// sent beside the greeting, and the connection is not completed.
    static func chain(at address: ServerAddress) async -> [NIOSSLCertificate] {
        guard let context = try? NIOSSLContext(configuration: .examining) else { return [] }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let seen = loop.makePromise(of: [NIOSSLCertificate].self)
        let end = loop.scheduleTask(in: limit) { seen.succeed([]) }
        let connected = ClientBootstrap(group: loop).connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let look: NIOSSLCustomVerificationCallback = { chain, verdict in
                        seen.succeed(chain)
                        verdict.succeed(.failed)
                    }
                    let tls = try NIOSSLClientHandler(
                        context: context, serverHostname: address.serverName,
                        customVerificationCallback: look)
                    try channel.pipeline.syncOperations.addHandlers([tls, Ending(seen)])
                }
            }
            .connect(host: address.host, port: address.port)
        connected.whenFailure { _ in seen.succeed([]) }
        let chain = (try? await seen.futureResult.get()) ?? []
        end.cancel()
        connected.whenSuccess { $0.close(promise: nil) }
        return chain
    }

    /// Says that nothing was seen where the connection ends.
    private final class Ending: ChannelInboundHandler, Sendable {
        typealias InboundIn = ByteBuffer

        private let seen: EventLoopPromise<[NIOSSLCertificate]>

        init(_ seen: EventLoopPromise<[NIOSSLCertificate]>) { self.seen = seen }

        func channelInactive(context: ChannelHandlerContext) { seen.succeed([]) }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            seen.succeed([])
            context.close(promise: nil)
        }
    }
}

extension TLSConfiguration {
    /// For connections whose certificates are looked at and never accepted.
    fileprivate static var examining: TLSConfiguration {
        var configuration = TLSAccess.clientConfiguration
        configuration.trustRoots = .certificates([])
        return configuration
    }
}
