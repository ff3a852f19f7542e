import CZlib

/// Bytes compressed as the server does it.
///
/// - Parameter bytes: the contents.
/// - Returns: one gzip member.
public func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    precondition(
        opus_deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY)
            == Z_OK)
    defer { deflateEnd(&stream) }
    let room = Int(deflateBound(&stream, uLong(bytes.count))) + 32
    let (code, output) = stream.finish(bytes, limit: room) { deflate(&$0, Z_FINISH) }
    precondition(code == Z_STREAM_END)
    return output
}

extension z_stream {
    /// Takes all of an input at once.
    ///
    /// - Parameters:
    ///   - bytes: the input.
    ///   - limit: room for what comes of it.
    ///   - step: zlib's function.
    /// - Returns: what zlib says, and what came of the input.
    mutating func finish(
        _ bytes: [UInt8], limit: Int, _ step: (inout z_stream) -> Int32
    ) -> (code: Int32, output: [UInt8]) {
        var input = bytes
        var output = [UInt8](repeating: 0, count: limit)
        let code = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                next_in = source.baseAddress
                avail_in = UInt32(source.count)
                next_out = target.baseAddress
                avail_out = UInt32(target.count)
                return step(&self)
            }
        }
        return (code, Array(output[..<Int(total_out)]))
    }
}
