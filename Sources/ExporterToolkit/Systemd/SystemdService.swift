import NIOCore
import NIOPosix
public import ServiceLifecycle

/// Keeps systemd informed: that the exporter serves, lives, and ends.
///
/// Meant to be the last of the services, so that it is the first to hear of the end.
public struct SystemdService: Service {
    private let notices: SystemdNotices
    private let server: WebServer
    private let isAlive: @Sendable () -> Bool

    /// Puts it together; nothing is told yet.
    ///
    /// - Parameters:
    ///   - notices: by which systemd is told.
    ///   - server: the exporter serves once this listens.
    ///   - isAlive: whether what the exporter does beside serving goes on as planned; as long as it
    ///     does not, systemd's watchdog hears nothing.
    public init(
        _ notices: SystemdNotices, server: WebServer,
        isAlive: @escaping @Sendable () -> Bool = { true }
    ) {
        self.notices = notices
        self.server = server
        self.isAlive = isAlive
    }

    /// Tells systemd until the task is shut down.
    public func run() async {
        await cancelWhenGracefulShutdown {
            guard let urls = try? await server.urls() else { return }
            notices.serving("Serving metrics on \(urls.joined(separator: ", "))")
            await watch()
        }
        // Where it could not listen, the others end the process; this is no news to systemd.
        try? await gracefulShutdown()
        notices.stopping()
    }

    /// Tells of being alive twice as often as it is asked for, until cancelled.
    private func watch() async {
        guard let watchdog = notices.socket.watchdog else { return }
        while !Task.isCancelled {
            if isAlive() {
                await hearFromEventLoops()
                notices.socket.send("WATCHDOG=1")
            }
            // Cancelled is how it ends.
            try? await Task.sleep(for: watchdog / 2)
        }
    }

    /// Returns once every event loop has done something: a stuck one is then found by silence.
    private func hearFromEventLoops() async {
        for loop in MultiThreadedEventLoopGroup.singleton.makeIterator() {
            try? await loop.submit {}.get()
        }
    }
}
