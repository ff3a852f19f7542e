/// Numbers strings, so that a million rows hold a number each instead of a text.
///
/// A look-up hashes the bytes where they lie; a string is built only for the first occurrence.
package struct StringTable: Sendable {
    /// The strings by their number, in order of first occurrence.
    package private(set) var strings: [String] = []

    /// Numbers plus one, by hash with open addressing; 0 is free. Its size is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    package init() {}

    /// The number of a string, a new one where it is new.
    package mutating func number(of string: String) -> UInt32 {
        var string = string
        return string.withUTF8 { number(of: $0) }
    }

    /// The number of a string, or nil where it is not in the table.
    package func existingNumber(of string: String) -> UInt32? {
        var string = string
        return string.withUTF8 { bytes in
            let entry = slots[slot(of: bytes)]
            return entry == 0 ? nil : entry - 1
        }
    }

    /// The number of a string given as UTF-8, a new one where it is new.
    mutating func number(of bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let slot = self.slot(of: bytes)
        let entry = slots[slot]
        if entry != 0 { return entry - 1 }
        strings.append(String(decoding: bytes, as: UTF8.self))
        let number = UInt32(strings.count - 1)
        slots[slot] = number + 1
        if strings.count * 2 > slots.count { grow() }
        return number
    }

    /// The slot where a string is, or where it belongs.
    private func slot(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(bytes)) & mask
        while slots[slot] != 0 {
            var candidate = strings[Int(slots[slot] - 1)]
            let equal = candidate.withUTF8 { $0.elementsEqual(bytes) }
            if equal { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for index in strings.indices {
            var string = strings[index]
            let free = string.withUTF8 { self.slot(of: $0) }
            slots[free] = UInt32(index + 1)
        }
    }

    /// Mixes the bytes eight at a time; the last step spreads the result over all bits.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= raw.count {
            hash ^= raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = hash &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
            index += 8
        }
        while index < raw.count {
            hash = (hash ^ UInt64(raw[index])) &* 0x0000_0100_0000_01B3
            index += 1
        }
        hash ^= hash >> 29
        hash = hash &* 0xC4CE_B9FE_1A85_EC53
        return hash ^ (hash >> 32)
    }
}
