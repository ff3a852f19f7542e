import ExporterToolkit
import Logging
import ServiceLifecycle

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves how much room file systems have: `example-exporter :9100 / /home`.
@main
struct DiskExporter: Service {
    private static let size = MetricFamily(
        "disk_size_bytes", .gauge, "Size of the file system.", labels: ["path"])
    private static let free = MetricFamily(
        "disk_free_bytes", .gauge, "Room that is left for users.", labels: ["path"])

    let paths: [String]
    let metrics = MetricsPublisher()

    /// Looks every 15 seconds, and publishes what it sees. Scrapes never wait for it.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                metrics.publish(families + (ProcessUsage.current()?.collected ?? []))
                try? await Task.sleep(for: .seconds(15))
            }
        }
    }

    private var families: [CollectedFamily] {
        var size: [Sample] = []
        var free: [Sample] = []
        for path in paths {
            var status = statvfs()
            guard statvfs(path, &status) == 0 else { continue }
            size.append(Sample([path], Int(status.f_blocks) * Int(status.f_frsize)))
            free.append(Sample([path], Int(status.f_bavail) * Int(status.f_frsize)))
        }
        return [CollectedFamily(Self.size, size), CollectedFamily(Self.free, free)]
    }

    static func main() async throws {
        let logger = Logger(label: "example-exporter") { _ in LogLineHandler() }
        let arguments = CommandLine.arguments.dropFirst()
        guard let address = arguments.first.flatMap(ListenAddress.init) else {
            fatalError("usage: example-exporter HOST:PORT PATH...")
        }
        let exporter = DiskExporter(paths: Array(arguments.dropFirst()))
        var settings = WebSettings(listenAddresses: [address])
        if let path = getenv("WEB_CONFIG_FILE") {
            settings.configurationFile = try WebConfigurationFile(path: String(cString: path))
        }
        let server = WebServer(settings, Endpoints(metrics: exporter.metrics), logger: logger)
        let systemd = SystemdNotices().map { SystemdService($0, server: server) }
        let services: [any Service] = [exporter, server] + (systemd.map { [$0] } ?? [])
        try await ServiceGroup(
            services: services, gracefulShutdownSignals: [.sigterm, .sigint], logger: logger
        ).run()
    }
}
