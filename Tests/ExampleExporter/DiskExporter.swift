import ExporterToolkit
import Logging

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Serves how much room file systems have: `example-exporter :9100 / /home`.
@main
struct DiskExporter {
    static let size = MetricFamily("disk_size_bytes", .gauge, "All of it.", labels: ["path"])
    static let free = MetricFamily("disk_free_bytes", .gauge, "For users.", labels: ["path"])

    static func collect(_ paths: some Sequence<String>) -> [CollectedFamily] {
        var (size, free): ([Sample], [Sample]) = ([], [])
        for path in paths {
            var status = statvfs()
            guard statvfs(path, &status) == 0 else { continue }
            size.append(Sample([path], Int(status.f_blocks) * Int(status.f_frsize)))
            free.append(Sample([path], Int(status.f_bavail) * Int(status.f_frsize)))
        }
        return [CollectedFamily(Self.size, size), CollectedFamily(Self.free, free)]
    }

    static func main() async throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let address = arguments.first.flatMap(ListenAddress.init) else {
            fatalError("usage: example-exporter HOST:PORT PATH...")
        }
        let metrics = MetricsPublisher()
        let logger = Logger(label: "example-exporter") { _ in LogLineHandler() }
        var settings = WebSettings(listenAddresses: [address])
        if let path = getenv("WEB_CONFIG_FILE") {
            settings.configurationFile = try WebConfigurationFile(path: String(cString: path))
        }
        try await WebServer(settings, Endpoints(metrics: metrics), logger: logger).run {
            await metrics.publish(every: .seconds(15)) {
                collect(arguments.dropFirst()) + (ProcessUsage.current()?.collected ?? [])
            }
        }
    }
}
