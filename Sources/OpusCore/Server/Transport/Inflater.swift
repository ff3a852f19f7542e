import CZlib

/// Inflates a gzip stream, of one member or several, piece by piece, up to a limit, and checks its sum and length.
final class Inflater {
    enum Failure: Error {
        /// The bytes are no gzip, or their checksum or length is wrong.
        case corrupt
        /// The stream ends before its end mark.
        case truncated
        /// More would come out than is allowed.
        case tooLarge
    }

    /// zlib keeps a pointer to the stream, so it may not move.
    private let stream: UnsafeMutablePointer<z_stream>
    /// Where the next bytes come out.
    private let room = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 * 1024)
    private let limit: Int
    private var total = 0
    private var ended = false

    /// - Parameter limit: the most bytes that may come out.
    init(limit: Int) {
        self.limit = limit
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 bits of window, and 16 for gzip framing. It fails only for want of memory.
        let status = opus_inflateInit2(stream, 15 + 16)
        precondition(status == Z_OK, "zlib has no memory left")
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
        room.deallocate()
    }

    /// Inflates more bytes.
    ///
    /// - Parameters:
    ///   - input: the bytes.
    ///   - body: gets what comes out, piece by piece.
    /// - Throws: `Failure`, or what `body` throws.
    func inflate(
        _ input: UnsafeRawBufferPointer,
        _ body: (UnsafeBufferPointer<UInt8>) throws -> Void
    ) throws {
        guard let address = input.bindMemory(to: UInt8.self).baseAddress, input.count > 0
        else { return }
        stream.pointee.next_in = UnsafeMutablePointer(mutating: address)
        stream.pointee.avail_in = UInt32(clamping: input.count)
        repeat {
            // What follows the end of a member is the next one.
            if ended { inflateReset(stream) }
            ended = false
            stream.pointee.next_out = room.baseAddress
            stream.pointee.avail_out = UInt32(clamping: room.count)
            let status = CZlib.inflate(stream, Z_NO_FLUSH)
            let inflated = room.count - Int(stream.pointee.avail_out)
            total += inflated
            guard total <= limit else { throw Failure.tooLarge }
            if inflated > 0 { try body(UnsafeBufferPointer(room.extracting(..<inflated))) }
            switch status {
            case Z_STREAM_END:
                ended = true
                guard stream.pointee.avail_in > 0 else { return }
            case Z_OK, Z_BUF_ERROR: break
            default: throw Failure.corrupt
            }
        } while stream.pointee.avail_in > 0 || stream.pointee.avail_out == 0
    }

    /// Checks that the stream came to its end.
    func finish() throws(Failure) {
        guard ended else { throw .truncated }
    }
}
