import Foundation
import HummingbirdCore
import HummingbirdTLS
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ServiceLifecycle

extension OpsiMock {
    /// Why a mock cannot run.
    public struct StartError: Error, CustomStringConvertible {
        /// What is wrong and what to do about it.
        public let description: String
    }

    /// Listens and answers until the task is cancelled or a graceful shutdown begins.
    ///
    /// - Throws: ``StartError`` where the address cannot be listened on.
    public func run() async throws {
        do {
            try await cancelWhenGracefulShutdown {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await self.serveAndRefuse() }
                    group.addTask { await self.agentLife(self) }
                    try await group.next()
                    // Without agents that is the first to end.
                    try await group.next()
                }
            }
        } catch is CancellationError {
            // The usual end.
        } catch {
            finish(error)
            throw error
        }
        finish(CancellationError())
    }

    /// The URL, once the mock listens.
    ///
    /// - Throws: Where it cannot listen, or stopped.
    public func waitUntilListening() async throws -> String {
        let port: Int = try await withCheckedThrowingContinuation { continuation in
            listener.withLock { state in
                switch state.phase {
                case .starting: state.waiters.append(continuation)
                case .listening(let port): continuation.resume(returning: port)
                case .stopped(let error): continuation.resume(throwing: error)
                }
            }
        }
        return url(port: port)
    }

    /// Serves, but for the times when a fault makes it refuse connections.
    private func serveAndRefuse() async throws {
        while !Task.isCancelled {
            if let refusal = faults.refusal {
                try await wait(for: refusal)
            } else {
                try await withThrowingTaskGroup { group in
                    group.addTask { try await self.serve() }
                    group.addTask {
                        for await _ in self.faults.changes.rings() where self.faults.refusal != nil
                        {
                            return
                        }
                    }
                    try await group.next()
                    group.cancelAll()
                    do {
                        try await group.waitForAll()
                    } catch is CancellationError where !Task.isCancelled {
                        // It stopped listening in order to refuse.
                    }
                }
            }
        }
    }

    private func wait(for refusal: Faults.Refusal) async throws {
        await withTaskGroup { group in
            if let end = refusal.end {
                group.addTask { try? await ContinuousClock().sleep(until: end) }
            }
            group.addTask {
                for await _ in self.faults.changes.rings() where self.faults.refusal != refusal {
                    return
                }
            }
            await group.next()
            group.cancelAll()
        }
        try Task.checkCancellation()
    }

    private func serve() async throws {
        let channel = OpsiChannel(self)
        guard configuration.tls else { return try await serve(channel) }
        let certificate = try NIOSSLCertificate.fromPEMBytes(
            Array(certificates.certificatePEM.utf8))
        let key = try NIOSSLPrivateKey(bytes: Array(certificates.keyPEM.utf8), format: .pem)
        try await serve(
            TLSChannel(
                channel,
                tlsConfiguration: .makeServerConfiguration(
                    certificateChain: certificate.map { .certificate($0) },
                    privateKey: .privateKey(key))))
    }

    private func serve(_ channel: some HTTPChannelHandler) async throws {
        let port = listener.withLock { $0.port } ?? configuration.port
        let (started, starting) = AsyncStream<Void>.makeStream()
        let server = Server(
            childChannelSetup: channel,
            configuration: .init(address: .hostname(configuration.host, port: port)),
            onServerRunning: { channel in
                self.started(on: channel.localAddress?.port ?? port)
                starting.yield()
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            // What the server library says at the end of its life is of no use to anybody.
            logger: Logger(label: logger.label, factory: { _ in SwiftLogNoOpLogHandler() }))
        connections.withLock { $0.isClosing = false }
        // Cancelling the server itself would drop connections that wait to be handled, which it
        // does not survive; so it runs in a task that is never cancelled, and is shut down.
        let running = Task {
            defer { starting.finish() }
            try await server.run()
        }
        do {
            try await withTaskCancellationHandler {
                try await running.value
            } onCancel: {
                self.closeConnections()
                Task {
                    for await _ in started { break }
                    try? await server.shutdownGracefully()
                }
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw startError(port, "the port is in use; choose another, or 0 for a free one")
        } catch let error as IOError {
            throw startError(port, "\(error)")
        } catch is SocketAddressError.UnknownHost {
            throw startError(port, "there is no such host; give an address of this machine")
        }
        try Task.checkCancellation()
    }

    private func startError(_ port: Int, _ reason: String) -> StartError {
        StartError(description: "cannot listen on \(configuration.host):\(port): \(reason)")
    }

    private func started(on port: Int) {
        let waiters = listener.withLock { state in
            state.phase = .listening(port: port)
            state.port = port
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(returning: port) }
    }

    private func finish(_ error: any Error) {
        let waiters = listener.withLock { state in
            state.phase = .stopped(error)
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume(throwing: error) }
        closeConnections()
    }

    /// Closes all connections, and those that still come until it listens again.
    func closeConnections() {
        let channels = connections.withLock { registry in
            registry.isClosing = true
            return Array(registry.channels.values)
        }
        // The messagebus says that the service restarts.
        let onBus = messagebus.connections
        for connection in onBus { connection.close(1012) }
        let isOnBus = Set(onBus.map { ObjectIdentifier($0.channel) })
        for channel in channels where !isOnBus.contains(ObjectIdentifier(channel)) {
            channel.close(promise: nil)
        }
    }

    func url(port: Int) -> String {
        let host = configuration.host.contains(":") ? "[\(configuration.host)]" : configuration.host
        return "\(configuration.tls ? "https" : "http")://\(host):\(port)"
    }
}
