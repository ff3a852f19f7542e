import CZlib

/// The encodings of bodies.
enum Encoding: String, Sendable {
    case lz4, deflate, gzip

    /// The server picks the first of these names that is anywhere in the header, quality or not,
    /// and fails where there is none of them.
    ///
    /// - Returns: The encoding, or nothing for `identity` and no header.
    static func accepted(_ header: String?) throws(RPCError) -> Encoding? {
        guard let header, !header.isEmpty else { return nil }
        let text = header.lowercased()
        for encoding in [Encoding.lz4, .deflate, .gzip] where text.contains(encoding.rawValue) {
            return encoding
        }
        if text.contains("identity") { return nil }
        throw .value("Unhandled Content-Encoding '\(header)'")
    }

    func compressed(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .lz4: LZ4.frame(bytes)
        case .deflate: Zlib.deflated(bytes, windowBits: 15)
        case .gzip: Zlib.deflated(bytes, windowBits: 31)
        }
    }

    /// A request's body as it was before it was encoded.
    static func decoded(_ bytes: [UInt8], header: String?) throws(RPCError) -> [UInt8] {
        let name = (header ?? "").lowercased()
        if name.isEmpty || name == "identity" { return bytes }
        if name.contains("lz4") {
            guard let decoded = LZ4.decoded(bytes) else {
                throw RPCError(type: "RuntimeError", message: "LZ4F_decompress failed")
            }
            return decoded
        }
        if name.contains("deflate") {
            guard let decoded = Zlib.inflated(bytes, windowBits: 15) else {
                throw RPCError(
                    type: "error",
                    message: "Error -3 while decompressing data: incorrect header check")
            }
            return decoded
        }
        guard name.contains("gzip") else {
            throw .value("Unhandled Content-Encoding \((header ?? "").pythonText)")
        }
        guard let decoded = Zlib.inflated(bytes, windowBits: 31) else {
            let start = String(decoding: bytes.prefix(2), as: UTF8.self)
            throw RPCError(
                type: "BadGzipFile", message: "Not a gzipped file (b\(start.pythonText))")
        }
        return decoded
    }
}

/// One-shot compression with zlib.
enum Zlib {
    /// - Parameter windowBits: 15 for zlib's format, 31 for gzip's.
    static func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        var stream = z_stream()
        // The fastest level: this is a server of tests, whose processor time is better spent.
        guard
            opus_deflateInit2(
                &stream, Z_BEST_SPEED, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY) == Z_OK
        else { return bytes }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        return bytes.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
                count = bound - Int(stream.avail_out)
            }
        }
    }

    /// - Returns: Nothing where the bytes are not in that format, or more than 256 MiB.
    static func inflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8]? {
        var stream = z_stream()
        guard opus_inflateInit2(&stream, windowBits) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        return bytes.withUnsafeBufferPointer { input -> [UInt8]? in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(input.count)
            while result.count < 256 << 20 {
                var status = Z_OK
                let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { output, count in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    count = output.count - Int(stream.avail_out)
                }
                result += chunk
                if status == Z_STREAM_END { return result }
                guard status == Z_OK, !chunk.isEmpty || stream.avail_in > 0 else { return nil }
            }
            return nil
        }
    }
}
