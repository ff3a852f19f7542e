import CZlib

/// gzip by zlib, in one call.
enum Gzip {
    /// Window bits of the largest window, plus what asks zlib for gzip framing instead of its own.
    private static let windowBits = MAX_WBITS + 16
    private static let memoryLevel: Int32 = 8

    /// Compresses bytes into one gzip member.
    ///
    /// - Returns: the member, or nil where zlib could not work, which means that memory is
    ///   short or the text larger than 4 GiB.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        let opened = opus_deflateInit2(
            &stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY)
        guard opened == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        guard let size = UInt32(exactly: bytes.count) else { return nil }
        guard let bound = UInt32(exactly: deflateBound(&stream, UInt(size))) else { return nil }
        var input = bytes
        var result = Z_STREAM_ERROR
        let output = [UInt8](unsafeUninitializedCapacity: Int(bound)) { target, written in
            input.withUnsafeMutableBufferPointer { source in
                stream.next_in = source.baseAddress
                stream.avail_in = size
                stream.next_out = target.baseAddress
                stream.avail_out = bound
                result = deflate(&stream, Z_FINISH)
            }
            written = Int(bound - stream.avail_out)
        }
        return result == Z_STREAM_END ? output : nil
    }

    /// The text of a member that was compressed here; nothing from elsewhere may come in.
    ///
    /// - Parameters:
    ///   - member: the whole member.
    ///   - count: how many bytes its text has.
    /// - Returns: the text.
    static func text(of member: UnsafeBufferPointer<UInt8>, count: Int) -> [UInt8] {
        // There is no place for zlib to write no byte to.
        guard count > 0 else { return [] }
        var stream = z_stream()
        var result = opus_inflateInit2(&stream, windowBits)
        defer { inflateEnd(&stream) }
        let text = [UInt8](unsafeUninitializedCapacity: count) { target, written in
            guard result == Z_OK else { return }
            stream.next_in = UnsafeMutablePointer(mutating: member.baseAddress)
            stream.avail_in = UInt32(member.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(count)
            result = inflate(&stream, Z_FINISH)
            written = count - Int(stream.avail_out)
        }
        // Short of memory, an array of Swift's would end the process as well.
        precondition(result == Z_STREAM_END && text.count == count, "zlib has no memory")
        return text
    }
}
