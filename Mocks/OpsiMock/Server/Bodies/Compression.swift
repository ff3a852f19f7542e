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
        case .deflate: Deflater.deflated(bytes, windowBits: 15)
        case .gzip: Deflater.deflated(bytes, windowBits: 31)
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
            guard let decoded = Inflater.inflated(bytes, windowBits: 15) else {
                throw RPCError(
                    type: "error",
                    message: "Error -3 while decompressing data: incorrect header check")
            }
            return decoded
        }
        guard name.contains("gzip") else {
            throw .value("Unhandled Content-Encoding \((header ?? "").pythonText)")
        }
        guard let decoded = Inflater.inflated(bytes, windowBits: 31) else {
            let start = String(decoding: bytes.prefix(2), as: UTF8.self)
            throw RPCError(
                type: "BadGzipFile", message: "Not a gzipped file (b\(start.pythonText))")
        }
        return decoded
    }
}
