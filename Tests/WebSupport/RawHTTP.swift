public import NIOCore
import NIOPosix

/// An HTTP client that sends exactly the bytes it is given.
public enum RawHTTP {
    /// What came back.
    public struct Answer: Equatable, Sendable {
        /// The HTTP status.
        public let status: Int
        /// Names in lower case.
        public let headers: [String: String]
        /// All bytes behind the header.
        public let body: [UInt8]

        /// The body as text.
        public var text: String { String(decoding: body, as: UTF8.self) }
    }

    /// Sends one request over a connection of its own, and reads all that comes back.
    public static func send(
        _ method: String = "GET", _ path: String, _ headers: [String] = [], port: Int
    ) async throws -> Answer {
        let lines = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Connection: close"]
        return try await exchange(
            (lines + headers + ["", ""]).joined(separator: "\r\n"), port: port)
    }

    /// Sends any bytes, and reads until the server closes.
    public static func exchange(_ request: String, port: Int) async throws -> Answer {
        let channel = try await connect(port: port)
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var bytes: [UInt8] = []
            for try await part in inbound { bytes += part.readableBytesView }
            return try parse(bytes)
        }
    }

    /// Opens a connection.
    public static func connect(port: Int) async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel(wrappingChannelSynchronously: channel)
                }
            }
    }

    /// What came back is no HTTP.
    public struct Malformed: Error {
        /// All of it.
        public let text: String
    }

    private static func parse(_ bytes: [UInt8]) throws -> Answer {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw Malformed(text: text)
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
            .split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else {
            throw Malformed(text: text)
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Malformed(text: text) }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            headers[line[..<colon].lowercased()] = String(value)
        }
        return Answer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
    }
}
