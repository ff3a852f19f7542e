import CZlib

/// Compression with zlib.
final class Deflater {
    enum Flush {
        /// What was given so far can be read, and more may follow.
        case sync
        case finish
    }

    /// On the heap, for zlib remembers where its stream is.
    private let stream: UnsafeMutablePointer<z_stream>

    /// Begins a stream; 15 window bits make zlib's format, 31 gzip's.
    init?(windowBits: Int32) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // The fastest level: this is a server for tests, whose processor time is better spent.
        let status = opus_deflateInit2(
            stream, Z_BEST_SPEED, Z_DEFLATED, windowBits, 9, Z_DEFAULT_STRATEGY)
        guard status == Z_OK else { return nil }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    func deflate(_ bytes: [UInt8], flush: Flush) -> [UInt8] {
        let bound = Int(deflateBound(stream, UInt(bytes.count))) + 64
        return bytes.withUnsafeBufferPointer { input in
            [UInt8](unsafeUninitializedCapacity: bound) { output, count in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(output.count)
                _ = CZlib.deflate(stream, flush == .finish ? Z_FINISH : Z_SYNC_FLUSH)
                count = bound - Int(stream.pointee.avail_out)
            }
        }
    }

    static func deflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
        Deflater(windowBits: windowBits)?.deflate(bytes, flush: .finish) ?? bytes
    }
}

/// Decompression with zlib.
enum Inflater {
    /// More than this is refused: a small request could otherwise fill the memory.
    private static let limit = 256 << 20

    /// The bytes as they were before they were compressed; nothing where they were not, or where
    /// they are too many.
    static func inflated(_ bytes: [UInt8], windowBits: Int32) -> [UInt8]? {
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        guard opus_inflateInit2(stream, windowBits) == Z_OK else { return nil }
        defer { inflateEnd(stream) }
        var result: [UInt8] = []
        return bytes.withUnsafeBufferPointer { input -> [UInt8]? in
            stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.pointee.avail_in = UInt32(input.count)
            while result.count < limit {
                var status = Z_OK
                let chunk = [UInt8](unsafeUninitializedCapacity: 65_536) { output, count in
                    stream.pointee.next_out = output.baseAddress
                    stream.pointee.avail_out = UInt32(output.count)
                    status = inflate(stream, Z_NO_FLUSH)
                    count = output.count - Int(stream.pointee.avail_out)
                }
                result += chunk
                if status == Z_STREAM_END { return result }
                guard status == Z_OK else { return nil }
            }
            return nil
        }
    }
}
