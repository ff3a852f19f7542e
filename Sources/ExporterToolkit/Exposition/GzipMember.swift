import CZlib

/// One gzip member of stretches that are deflated by themselves.
struct GzipMember {
    /// Magic number, deflate, no flags, no time, no level, Unix.
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    /// A last block with nothing in it.
    private static let lastBlock: [UInt8] = [3, 0]

    private var stretches: [DeflatedStretch] = []
    /// Bytes of the text.
    private(set) var count = 0

    /// Adds the next stretch of the text.
    mutating func append(_ stretch: DeflatedStretch) {
        guard stretch.count > 0 else { return }
        stretches.append(stretch)
        count += stretch.count
    }

    /// The whole member.
    var bytes: [UInt8] {
        var bytes = Self.header
        bytes.reserveCapacity(stretches.reduce(20) { $0 + $1.blocks.count })
        var checksum = crc32(0, nil, 0)
        for stretch in stretches {
            bytes += stretch.blocks
            checksum = crc32_combine(checksum, stretch.checksum, stretch.count)
        }
        bytes += Self.lastBlock
        for number in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
