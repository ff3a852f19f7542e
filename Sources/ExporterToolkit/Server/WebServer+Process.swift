import ServiceLifecycle

extension WebServer {
    /// Serves beside other work, as all that a process does: until SIGTERM or SIGINT asks both to
    /// end, or one of them fails. A systemd that started the process is told.
    ///
    /// - Parameter work: goes on while metrics are served, and is cancelled at the end.
    /// - Throws: `ListenError` where it can't listen; what the work throws.
    public func run(beside work: @escaping @Sendable () async throws -> Void) async throws {
        var services: [any Service] = [Work(work: work), self]
        if let notices = SystemdNotices() {
            services.append(SystemdService(notices, server: self))
        }
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }

    private struct Work: Service {
        let work: @Sendable () async throws -> Void

        func run() async throws {
            try await cancelWhenGracefulShutdown { try await work() }
        }
    }
}
