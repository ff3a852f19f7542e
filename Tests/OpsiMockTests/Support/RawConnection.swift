import Foundation

/// A TCP connection without anything between a test and the wire.
final class RawConnection: Sendable {
    /// How a connection ended.
    enum End: Sendable, Equatable {
        case closed
        case reset
        /// Nothing came for a while, and the connection still stood.
        case silence
    }

    struct ConnectError: Error, Equatable {
        var code: Int32
    }

    private let descriptor: Int32

    /// Connects to a port on the loopback interface.
    init(port: Int) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) }
        }
        // The descriptor is closed in `deinit`, which runs in this case too.
        guard status == 0 else { throw ConnectError(code: errno) }
    }

    deinit { close(descriptor) }

    func send(_ text: String) {
        let bytes = Array(text.utf8)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    }

    /// Reads until the connection ends, `limit` bytes are there, or nothing comes for a while.
    func receive(limit: Int = .max, patience: Double = 10) async -> ([UInt8], End) {
        await withCheckedContinuation { continuation in
            // A thread of its own, for reading blocks.
            Thread.detachNewThread { [descriptor] in
                continuation.resume(
                    returning: Self.receive(descriptor, limit: limit, patience: patience))
            }
        }
    }

    private static func receive(
        _ descriptor: Int32, limit: Int, patience: Double
    ) -> ([UInt8], End) {
        var timeout = timeval()
        timeout.tv_sec = Int(patience)
        timeout.tv_usec = .init((patience - patience.rounded(.down)) * 1_000_000)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, size)
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while received.count < limit {
            let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                received += buffer.prefix(count)
            } else if count == 0 {
                return (received, .closed)
            } else {
                return (received, errno == ECONNRESET ? .reset : .silence)
            }
        }
        return (received, .silence)
    }
}

/// An HTTP answer as it came over a raw connection.
struct RawAnswer {
    var status: Int
    var headers: [String: String]
    var body: [UInt8]

    init?(_ bytes: [UInt8]) {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .components(separatedBy: "\r\n")
        status = Int(lines.first?.split(separator: " ").dropFirst().first ?? "") ?? 0
        headers = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { continue }
            headers[parts[0].lowercased()] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        body = Array(bytes[end.upperBound...])
    }
}
