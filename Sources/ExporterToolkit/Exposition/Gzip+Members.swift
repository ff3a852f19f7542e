import CZlib

extension Gzip {
    /// A part of two texts that either have in common or differ in.
    private struct Stretch {
        var first: Range<Int>
        var second: Range<Int>
        let isShared: Bool
    }

    /// Compresses the same families in two formats into a gzip member each. Most families read the
    /// same in both; those that stand side by side are compressed once for both.
    ///
    /// - Returns: the members, or nil where zlib could not work.
    static func members(
        of first: ExpositionDocument, _ second: ExpositionDocument
    ) -> (first: [UInt8], second: [UInt8])? {
        guard var deflater = Deflater() else { return nil }
        var members: (first: [DeflatedStretch], second: [DeflatedStretch]) = ([], [])
        for stretch in stretches(first, second) {
            guard let one = deflater.deflate(first.bytes[stretch.first]),
                let other = stretch.isShared
                    ? one : deflater.deflate(second.bytes[stretch.second])
            else { return nil }
            members.first.append(one)
            members.second.append(other)
        }
        return (member(of: members.first), member(of: members.second))
    }

    private static func stretches(
        _ first: ExpositionDocument, _ second: ExpositionDocument
    ) -> [Stretch] {
        var stretches: [Stretch] = []
        for (one, other) in zip(first.places, second.places) {
            let isShared = first.bytes[one.range] == second.bytes[other.range]
            if let last = stretches.indices.last, stretches[last].isShared == isShared {
                stretches[last].first = stretches[last].first.lowerBound..<one.range.upperBound
                stretches[last].second =
                    stretches[last].second.lowerBound..<other.range.upperBound
            } else {
                stretches.append(
                    Stretch(first: one.range, second: other.range, isShared: isShared))
            }
        }
        // What follows the last family.
        let ends = (stretches.last?.first.upperBound ?? 0, stretches.last?.second.upperBound ?? 0)
        stretches.append(
            Stretch(
                first: ends.0..<first.bytes.count, second: ends.1..<second.bytes.count,
                isShared: false))
        return stretches
    }

    /// Magic number, deflate, no flags, no time, no level, Unix.
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
    /// A last block with nothing in it.
    private static let lastBlock: [UInt8] = [3, 0]

    /// One gzip member of stretches that were deflated before.
    private static func member(of stretches: [DeflatedStretch]) -> [UInt8] {
        var bytes = header
        bytes.reserveCapacity(stretches.reduce(20) { $0 + $1.blocks.count })
        var checksum = crc32(0, nil, 0)
        var count = 0
        for stretch in stretches {
            bytes += stretch.blocks
            checksum = crc32_combine(checksum, stretch.checksum, stretch.count)
            count += stretch.count
        }
        bytes += lastBlock
        for number in [UInt32(truncatingIfNeeded: checksum), UInt32(truncatingIfNeeded: count)] {
            withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
