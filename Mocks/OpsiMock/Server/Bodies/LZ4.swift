/// LZ4 frames. What is sent is stored, not compressed, which is valid and enough for a mock.
enum LZ4 {
    private static let magic: [UInt8] = [0x04, 0x22, 0x4D, 0x18]
    /// Blocks of at most 64 KiB, independent of each other, without checksums.
    private static let descriptor: [UInt8] = [0x60, 0x40]
    private static let blockSize = 65_536

    static func frame(_ bytes: [UInt8]) -> [UInt8] {
        var frame = magic + descriptor
        frame.append(UInt8(truncatingIfNeeded: checksum(descriptor) >> 8))
        var rest = bytes[...]
        while !rest.isEmpty {
            let block = rest.prefix(blockSize)
            // The highest bit says that the block is stored.
            append(UInt32(block.count) | 0x8000_0000, to: &frame)
            frame.append(contentsOf: block)
            rest = rest.dropFirst(block.count)
        }
        append(0, to: &frame)
        return frame
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for shift in 0..<4 {
            bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt32(shift))))
        }
    }

    /// - Returns: Nothing where the bytes are no LZ4 frame.
    static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= 7, Array(bytes[0..<4]) == magic, bytes[4] & 0xC0 == 0x40 else {
            return nil
        }
        let flags = bytes[4]
        let hasBlockChecksums = flags & 0x10 != 0
        var offset = 7 + (flags & 0x08 != 0 ? 8 : 0) + (flags & 0x01 != 0 ? 4 : 0)
        var result: [UInt8] = []
        while true {
            guard bytes.count - offset >= 4 else { return nil }
            let size = (0..<4).reduce(UInt32(0)) {
                $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1))
            }
            offset += 4
            if size == 0 { return result }
            let length = Int(size & 0x7FFF_FFFF)
            guard bytes.count - offset >= length, result.count < 256 << 20 else { return nil }
            let block = bytes[offset..<offset + length]
            if size & 0x8000_0000 != 0 {
                result += block
            } else if !decode(Array(block), into: &result) {
                return nil
            }
            offset += length + (hasBlockChecksums ? 4 : 0)
        }
    }

    /// A block is literals and copies of what is already there, by turns.
    private static func decode(_ block: [UInt8], into result: inout [UInt8]) -> Bool {
        var offset = 0
        func length(_ start: Int) -> Int? {
            guard start == 15 else { return start }
            var length = start
            while offset < block.count {
                length += Int(block[offset])
                offset += 1
                if block[offset - 1] != 255 { return length }
            }
            return nil
        }
        while offset < block.count {
            let token = block[offset]
            offset += 1
            guard let literals = length(Int(token >> 4)), block.count - offset >= literals else {
                return false
            }
            result += block[offset..<offset + literals]
            offset += literals
            if offset == block.count { return true }
            guard block.count - offset >= 2 else { return false }
            let distance = Int(block[offset]) | Int(block[offset + 1]) << 8
            offset += 2
            guard let copied = length(Int(token & 15)), distance > 0, distance <= result.count
            else { return false }
            for _ in 0..<copied + 4 { result.append(result[result.count - distance]) }
        }
        return false
    }

    /// xxHash32 with seed 0 of fewer than 4 bytes: enough for a frame's head.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        let prime1: UInt32 = 0x9E37_79B1
        let prime2: UInt32 = 0x85EB_CA77
        let prime3: UInt32 = 0xC2B2_AE3D
        let prime5: UInt32 = 0x1656_67B1
        func rotated(_ value: UInt32, _ bits: UInt32) -> UInt32 {
            value << bits | value >> (32 - bits)
        }
        var hash = prime5 &+ UInt32(bytes.count)
        for byte in bytes { hash = rotated(hash &+ UInt32(byte) &* prime5, 11) &* prime1 }
        hash = (hash ^ hash >> 15) &* prime2
        hash = (hash ^ hash >> 13) &* prime3
        return hash ^ hash >> 16
    }
}
