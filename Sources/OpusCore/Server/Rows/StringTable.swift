/// Numbers strings, so that a million rows hold a number each instead of a text.
///
/// A look-up hashes the bytes where they lie; a string is built only where one is asked for.
package struct StringTable: Sendable {
    /// The bytes of all strings, one after the other: comparing needs no string.
    private var bytes: [UInt8] = []
    /// Where each string begins in `bytes`, and where the last one ends.
    private var starts: [Int] = [0]
    /// Numbers plus one, by hash with open addressing; 0 is free. Its size is a power of two.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    package init() {}

    /// How many strings there are.
    package var count: Int { starts.count - 1 }

    /// The strings by their number, in order of first occurrence.
    package var strings: Strings { Strings(table: self) }

    /// A table's strings, each built where it is looked at.
    package struct Strings: RandomAccessCollection, Sendable {
        fileprivate let table: StringTable

        package var startIndex: Int { 0 }
        package var endIndex: Int { table.count }

        package subscript(number: Int) -> String {
            table.withBytes(of: number) { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// Distinct ids and versions of one answer take less than a few megabytes; this much is an
    /// attack.
    static let mostBytes = 64 * 1024 * 1024

    /// About what a string takes beside its bytes: its place and its slots, and what is kept of it
    /// elsewhere.
    private static let bytesPerString = 40

    /// About the memory that all strings together take.
    var byteCount: Int { bytes.count + count * Self.bytesPerString }

    /// The strings as ids.
    package var ids: LazyMapCollection<Strings, ObjectID> { strings.lazy.map { ObjectID($0) } }

    /// The number of a string, a new one where it is new.
    package mutating func number(of string: String) -> UInt32 {
        var string = string
        return string.withUTF8 { number(of: $0) }
    }

    /// The number of an id, a new one where it is new.
    package mutating func number(of id: ObjectID) -> UInt32 { number(of: id.text) }

    /// Takes in an id; returns false where it was there before.
    package mutating func insert(_ id: ObjectID) -> Bool {
        let known = count
        return number(of: id) == known
    }

    /// The number of an id, or nil where it is not in the table.
    package func existingNumber(of id: ObjectID) -> UInt32? {
        var text = id.text
        return text.withUTF8 { existingNumber(of: $0) }
    }

    private func existingNumber(of text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        let entry = slots[slot(of: text)]
        return entry == 0 ? nil : entry - 1
    }

    /// The number of a string given as UTF-8, a new one where it is new.
    mutating func number(of text: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let slot = self.slot(of: text)
        let entry = slots[slot]
        if entry != 0 { return entry - 1 }
        bytes.append(contentsOf: text)
        starts.append(bytes.count)
        let number = UInt32(count - 1)
        slots[slot] = number + 1
        if count * 2 > slots.count { grow(to: slots.count * 2) }
        return number
    }

    // MARK: Other tables

    /// The numbers that another table's strings have here; nil for those that are not here.
    package func existingNumbers(of other: StringTable) -> [UInt32?] {
        var last: UInt32?
        return (0..<other.count).map { index in
            let number = other.withBytes(of: index) { text in
                guess(after: last, text) ?? existingNumber(of: text)
            }
            last = number ?? last
            return number
        }
    }

    /// The numbers that another table's strings have here, new ones for those that are new.
    package mutating func numbers(of other: StringTable) -> [UInt32] {
        var last: UInt32?
        return (0..<other.count).map { index in
            let number = other.withBytes(of: index) { text in
                guess(after: last, text) ?? self.number(of: text)
            }
            last = number
            return number
        }
    }

    /// The number of a string that is probably the one after another, or that one itself: lists of
    /// the same objects mostly have them in the same order. A wrong guess costs a comparison.
    mutating func number(
        of text: UnsafeBufferPointer<UInt8>, near last: UInt32?
    ) -> UInt32 {
        if let last, matches(last, text) { return last }
        return guess(after: last, text) ?? number(of: text)
    }

    /// The number of an id that is probably the one after another; nil where it is not in the table.
    package func existingNumber(of id: ObjectID, after last: UInt32?) -> UInt32? {
        var text = id.text
        return text.withUTF8 { guess(after: last, $0) ?? existingNumber(of: $0) }
    }

    /// The number after another one, if it is right.
    private func guess(after last: UInt32?, _ text: UnsafeBufferPointer<UInt8>) -> UInt32? {
        let next = last.map { $0 + 1 } ?? 0
        return Int(next) < count && matches(next, text) ? next : nil
    }

    private func withBytes<Value>(
        of number: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Value
    ) -> Value {
        bytes[starts[number]..<starts[number + 1]].withUnsafeBufferPointer(body)
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

    /// Makes room for so many strings at once.
    package mutating func reserveCapacity(_ strings: Int) {
        guard strings * 2 > slots.count else { return }
        var size = slots.count
        while strings * 2 > size { size *= 2 }
        grow(to: size)
    }

    private mutating func grow(to size: Int) {
        slots = Array(repeating: 0, count: size)
        for number in 0..<count {
            let free = withBytes(of: number) { slot(of: $0) }
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
