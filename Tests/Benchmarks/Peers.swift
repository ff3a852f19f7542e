import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Web servers that the exporter is measured beside.
enum Peers {
    static let nginx = URL(filePath: "/usr/sbin/nginx")
    static let nodeExporter = URL(filePath: "/usr/bin/prometheus-node-exporter")

    /// Runs node_exporter; the body gets the address of its metrics.
    static func withNodeExporter<Value: Sendable>(
        _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await ChildProcess.run(nodeExporter, ["--web.listen-address=127.0.0.1:0"]) { process in
            let line = try await process.line(containing: "\"Listening on\"")
            let address = line.split(separator: "address=").last ?? ""
            return try await body("http://\(address)/metrics")
        }.value
    }

    /// Runs nginx with a worker for each core before a file and its gzip, as in Debian's
    /// configuration; the body gets the file's address.
    static func withNginx<Value: Sendable>(
        serving document: [UInt8], _ body: @Sendable (_ url: String) async throws -> Value
    ) async throws -> Value {
        try await withTemporaryDirectory { directory in
            let file = directory.appending(path: "metrics")
            try Data(document).write(to: file)
            _ = try await ChildProcess.run(
                URL(filePath: "/usr/bin/env"), ["gzip", "--keep", file.path],
                environment: ["PATH": "/usr/bin:/bin"])
            let port = try freePort()
            let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
                "\($0)_temp_path \(directory.path)/\($0);"
            }
            let configuration = """
                daemon off; worker_processes auto; pid \(directory.path)/pid;
                error_log stderr notice; user \(NSUserName());
                events { worker_connections 768; }
                http {
                    \(paths.joined(separator: " "))
                    access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
                    default_type "text/plain; version=0.0.4"; gzip_static on; gzip_vary on;
                    server { listen 127.0.0.1:\(port); root \(directory.path); }
                }
                """
            let configurationFile = directory.appending(path: "nginx.conf")
            try configuration.write(to: configurationFile, atomically: true, encoding: .utf8)
            return try await ChildProcess.run(
                nginx, ["-c", configurationFile.path, "-p", directory.path, "-e", "stderr"]
            ) { process in
                _ = try await process.line(containing: "start worker process ")
                return try await body("http://127.0.0.1:\(port)/metrics")
            }.value
        }
    }

    /// A port that nobody listens on, for a server that can't take one by itself.
    private static func freePort() throws -> UInt16 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw NoPort() }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(socket, address, length) == 0 && getsockname(socket, address, &length) == 0
            }
        }
        guard isBound else { throw NoPort() }
        return UInt16(bigEndian: address.sin_port)
    }

    private struct NoPort: Error {}
}
