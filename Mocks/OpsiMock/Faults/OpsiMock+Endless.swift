import HummingbirdCore
import NIOCore

extension OpsiMock {
    /// Streams end at this many bytes, so that a client without a limit does not run for ever.
    private static let endOfEndless = 1 << 40

    /// Some rows of no product on no client, to be repeated.
    private static let filler: [UInt8] = {
        let row = JSON.object([
            "targetConfiguration": "undefined", "installationStatus": "installed",
            "actionRequest": "none", "lastAction": "setup", "actionProgress": "",
            "actionResult": "successful", "productVersion": "1.0", "packageVersion": "1",
            "modificationTime": "2026-01-01 00:00:00", "actionSequence": .integer(-1),
            "productId": "filler", "productType": "LocalbootProduct",
            "clientId": "filler.opsi.test", "type": "ProductOnClient",
            "ident": "filler;LocalbootProduct;filler.opsi.test",
        ]).jsonBytes
        return Array((0..<256).map { _ in row }.joined(separator: [UInt8(ascii: ",")]))
    }()

    private static func start(id: JSON) -> [UInt8] {
        Array("{\"jsonrpc\":\"2.0\",\"id\":\(id.jsonText),\"result\":[".utf8) + filler
    }

    static func writeHugeAnswer(
        id: JSON, head: Outgoing, with writer: consuming ResponseWriter
    ) async throws {
        var head = head
        head.headers.removeAll { $0.name == "content-encoding" || $0.name == "content-length" }
        var body = try await writer.writeHead(head.head)
        try await body.write(ByteBuffer(bytes: start(id: id)))
        let chunk = ByteBuffer(bytes: [UInt8(ascii: ",")] + filler)
        var sent = 0
        while sent < endOfEndless {
            try await body.write(chunk)
            sent += chunk.readableBytes
        }
        try await body.finish(nil)
    }

    /// Streams gzip of rows without an end: little on the wire, very much once it is inflated.
    static func writeEndlessGzip(
        id: JSON, head: Outgoing, with writer: consuming ResponseWriter
    ) async throws {
        var head = head
        head.headers.removeAll { $0.name == "content-length" }
        head.set("content-encoding", "gzip")
        var body = try await writer.writeHead(head.head)
        guard let deflater = Deflater(windowBits: 31) else { return }
        try await body.write(ByteBuffer(bytes: deflater.deflate(start(id: id), flush: .sync)))
        let chunk = Array(repeating: [UInt8(ascii: ",")] + filler, count: 8).flatMap { $0 }
        var sent = 0
        while sent < endOfEndless {
            try await body.write(ByteBuffer(bytes: deflater.deflate(chunk, flush: .sync)))
            sent += chunk.count
        }
        try await body.finish(nil)
    }
}
