/// Numbers strings, so that a million rows hold a number each instead of a text.
///
/// A look-up hashes the bytes where they lie; a string is built only for the first occurrence.
package struct StringTable: Sendable {
    /// The strings by their number, in order of first occurrence.
    package private(set) var strings: [String] = []

    /// The bytes of all strings, one after the other: comparing needs no string.
    private var bytes: [UInt8] = []
    /// Where each string begins in `bytes`, and where the last one ends.
    private var starts: [Int] = [0]
    /// Numbers plus one, by hash with open addressing; 0 is free. Its size is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    package init() {}

    /// Distinct ids and versions of one answer take less than a few megabytes; this much is an
    /// attack.
    static let mostBytes = 64 * 1024 * 1024

    /// About what a string takes beside its bytes: itself, its place and its slots.
    private static let bytesPerString = 40

    /// About the memory that all strings together take.
    var byteCount: Int { bytes.count + strings.count * Self.bytesPerString }

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
    mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let slot = self.slot(of: text)
        let entry = slots[slot]
        if entry != 0 { return entry - 1 }
        strings.append(String(decoding: text, as: UTF8.self))
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        let number = UInt32(strings.count - 1)
        slots[slot] = number + 1
        if strings.count * 2 > slots.count { grow() }
        return number
    }

    /// Whether a number stands for this text.
    @inline(__always)
    func matches(_ number: UInt32, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        let start = starts[Int(number)]
        guard starts[Int(number) + 1] - start == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        return bytes.withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return text.isEmpty }
            return JSONScan.equal(base + start, other, count: text.count)
        }
    }

    /// The slot where a string is, or where it belongs.
    private func slot(of text: UnsafeBufferPointer<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: Self.hash(text)) & mask
        while slots[slot] != 0 {
            if matches(slots[slot] - 1, text) { return slot }
            slot = (slot + 1) & mask
        }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for number in strings.indices {
            let free = bytes[starts[number]..<starts[number + 1]]
                .withUnsafeBufferPointer { self.slot(of: $0) }
            slots[free] = UInt32(number + 1)
        }
    }

    /// Random numbers of this process, so that nobody can choose strings that meet in one slot.
    private static let seed = UInt64.random(in: .min ... .max)
    private static let key = UInt64.random(in: .min ... .max) | 1

    /// Mixes the bytes eight at a time.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
        let key = Self.key
        var hash = mixed(seed ^ UInt64(bytes.count), key)
        let raw = UnsafeRawBufferPointer(bytes)
        var index = 0
        while index + 8 <= raw.count {
            let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            hash = mixed(hash ^ word, key)
            index += 8
        }
        var rest: UInt64 = 0
        while index < raw.count {
            rest = rest << 8 | UInt64(raw[index])
            index += 1
        }
        return mixed(hash ^ rest, key)
    }

    /// Both halves of the product: each of its bits depends on the key.
    @inline(__always)
    private static func mixed(_ value: UInt64, _ key: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: key)
        return product.high ^ product.low
    }
}

extension StringTable: Equatable {
    /// Whether two tables number the same strings in the same way, byte for byte.
    package static func == (left: Self, right: Self) -> Bool {
        left.starts == right.starts && left.bytes == right.bytes
    }
}
