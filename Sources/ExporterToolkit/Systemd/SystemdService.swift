import NIOCore
import NIOPosix
import ServiceLifecycle

/// Keeps systemd informed: that the exporter serves, lives, and ends.
///
/// Meant to be the last of the services, so that it is the first to hear of the end.
struct SystemdService: Service {
    let notices: SystemdNotices
    /// Waits until the exporter listens.
    let urls: @Sendable () async throws -> [String]
    /// Whether collections go on as planned.
    let isCollecting: @Sendable () -> Bool

    func run() async {
        await cancelWhenGracefulShutdown {
            guard let urls = try? await urls() else { return }
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
            if isCollecting() {
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
