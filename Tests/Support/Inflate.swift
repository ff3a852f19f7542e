import CZlib

/// Unpacks by zlib's own decoder, which checks framing, sums and length.
public enum Inflate {
    /// The bytes are no whole of that form.
    public struct Failure: Error, Equatable {
        /// What zlib says of them.
        public let code: Int32
    }

    /// The contents of one gzip member that fills the input.
    ///
    /// - Parameters:
    ///   - bytes: the input.
    ///   - limit: the most bytes that may come of it.
    /// - Returns: the contents.
    /// - Throws: `Failure` where the input is anything else, or holds more.
    public static func gunzip(_ bytes: [UInt8], limit: Int = 1 << 24) throws -> [UInt8] {
        try inflate(bytes, windowBits: MAX_WBITS + 16, limit: limit)
    }

    /// The contents of one zlib stream that fills the input.
    ///
    /// - Parameter bytes: the input.
    /// - Returns: the contents.
    /// - Throws: `Failure` where the input is anything else.
    public static func inflate(_ bytes: [UInt8]) throws -> [UInt8] {
        try inflate(bytes, windowBits: MAX_WBITS, limit: 1 << 20)
    }

    private static func inflate(
        _ bytes: [UInt8], windowBits: Int32, limit: Int
    ) throws -> [UInt8] {
        var stream = z_stream()
        guard opus_inflateInit2(&stream, windowBits) == Z_OK else { throw Failure(code: -99) }
        defer { inflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: limit)
        let code = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return CZlib.inflate(&stream, Z_FINISH)
            }
        }
        guard code == Z_STREAM_END, stream.avail_in == 0 else { throw Failure(code: code) }
        return Array(output[..<Int(stream.total_out)])
    }
}
