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
        let (code, output) = stream.finish(bytes, limit: limit) { CZlib.inflate(&$0, Z_FINISH) }
        guard code == Z_STREAM_END, stream.avail_in == 0 else { throw Failure(code: code) }
        return output
    }
}
