import CZlib

/// A stretch of a text, deflated by itself: it fits behind any other, so that what two texts have
/// in common is compressed once.
struct DeflatedStretch {
    /// Blocks of RFC 1951, to a whole byte, none of them the last one.
    let blocks: [UInt8]
    /// CRC-32 of the text.
    let checksum: UInt
    /// Bytes of the text.
    let count: Int
}

/// Deflates stretches, one after the other.
struct Deflater: ~Copyable {
    /// The largest window; negative for blocks without a frame around them.
    private static let windowBits = -MAX_WBITS
    private static let memoryLevel: Int32 = 8
    /// What a flush adds to what zlib reckons.
    private static let flushRoom = 64

    /// At one address for its whole life, as zlib's state points back to it.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Nil where memory is short.
    init?() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let opened = opus_deflateInit2(
            stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, Self.windowBits, Self.memoryLevel,
            Z_DEFAULT_STRATEGY)
        guard opened == Z_OK else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Deflates a stretch.
    ///
    /// - Parameter text: its bytes.
    /// - Returns: the stretch, or nil where zlib could not work, which means that memory is short or
    ///   the text larger than 4 GiB.
    mutating func deflate(_ text: [UInt8]) -> DeflatedStretch? {
        // zlib refuses to flush where nothing has come.
        guard !text.isEmpty else { return DeflatedStretch(blocks: [], checksum: 0, count: 0) }
        guard let size = UInt32(exactly: text.count),
            let room = UInt32(exactly: Int(deflateBound(stream, UInt(size))) + Self.flushRoom)
        else { return nil }
        var result = Z_STREAM_ERROR
        var checksum: UInt = 0
        let blocks = text.withUnsafeBufferPointer { source in
            checksum = crc32(0, source.baseAddress, size)
            stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
            stream.pointee.avail_in = size
            return [UInt8](unsafeUninitializedCapacity: Int(room)) { target, written in
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = room
                result = CZlib.deflate(stream, Z_FULL_FLUSH)
                written = Int(room - stream.pointee.avail_out)
            }
        }
        guard result == Z_OK, stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 else {
            return nil
        }
        return DeflatedStretch(blocks: blocks, checksum: checksum, count: text.count)
    }
}
