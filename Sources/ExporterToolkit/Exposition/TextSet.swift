/// A set of texts, as bytes, that costs no memory of its own for each.
struct TextSet {
    /// The texts, one after the other.
    private var bytes: [UInt8] = []
    /// Where each ends in `bytes`.
    private var ends: [Int] = []
    /// Numbers of texts plus one, by hash with open addressing; 0 is free. Its size is a power of
    /// two.
    private var slots: [Int]

    /// An empty set with room for so many texts.
    init(room: Int) {
        var size = 16
        while size < room * 2 { size *= 2 }
        slots = Array(repeating: 0, count: size)
    }

    /// Takes in a text.
    ///
    /// - Returns: false where it was there before.
    mutating func insert(_ text: [UInt8]) -> Bool {
        let slot = slot(of: text[...])
        guard slots[slot] == 0 else { return false }
        bytes += text
        ends.append(bytes.count)
        slots[slot] = ends.count
        if ends.count * 2 > slots.count { grow() }
        return true
    }

    /// The slot where a text is, or where it belongs.
    private func slot(of text: ArraySlice<UInt8>) -> Int {
        let mask = slots.count - 1
        var slot = Self.hash(text) & mask
        while slots[slot] != 0, self.text(slots[slot] - 1) != text { slot = (slot + 1) & mask }
        return slot
    }

    private func text(_ number: Int) -> ArraySlice<UInt8> {
        bytes[(number > 0 ? ends[number - 1] : 0)..<ends[number]]
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: slots.count * 2)
        for number in ends.indices { slots[slot(of: text(number))] = number + 1 }
    }

    private static func hash(_ text: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        text.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
