#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A piece of a log's bytes. It is valid only as long as the bytes that it was cut from.
struct LogText {
    let base: UnsafePointer<UInt8>
    let count: Int

    @inline(__always)
    init(_ base: UnsafePointer<UInt8>, count: Int) {
        self.base = base
        self.count = count
    }

    @inline(__always) var first: UInt8? { count > 0 ? base[0] : nil }

    @inline(__always)
    func dropFirst(_ number: Int) -> LogText {
        let dropped = min(number, count)
        return LogText(base + dropped, count: count - dropped)
    }

    @inline(__always)
    func prefix(_ number: Int) -> LogText { LogText(base, count: min(number, count)) }

    /// Without blanks at the beginning.
    @inline(__always)
    var unindented: LogText {
        var index = 0
        while index < count, base[index] == UInt8(ascii: " ") { index &+= 1 }
        return dropFirst(index)
    }

    /// Without blanks at both ends.
    var trimmed: LogText {
        let start = unindented
        var end = start.count
        while end > 0, start.base[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return start.prefix(end)
    }

    @inline(__always)
    func hasPrefix(_ literal: StaticString) -> Bool {
        count >= literal.utf8CodeUnitCount
            && memcmp(base, literal.utf8Start, literal.utf8CodeUnitCount) == 0
    }

    func hasSuffix(_ literal: StaticString) -> Bool {
        let start = count - literal.utf8CodeUnitCount
        return start >= 0 && memcmp(base + start, literal.utf8Start, count - start) == 0
    }

    /// What follows a text at the beginning; nil where it begins otherwise.
    func after(_ literal: StaticString) -> LogText? {
        hasPrefix(literal) ? dropFirst(literal.utf8CodeUnitCount) : nil
    }

    /// Where a text stands for the first time.
    func position(of literal: StaticString) -> Int? {
        let size = literal.utf8CodeUnitCount
        var start = 0
        while start + size <= count,
            let found = memchr(base + start, Int32(literal.utf8Start[0]), count - start - size + 1)
        {
            if memcmp(found, literal.utf8Start, size) == 0 {
                return UnsafeRawPointer(found) - UnsafeRawPointer(base)
            }
            start = UnsafeRawPointer(found) - UnsafeRawPointer(base) + 1
        }
        return nil
    }

    func contains(_ literal: StaticString) -> Bool { position(of: literal) != nil }

    /// What follows a text, wherever it stands.
    func afterFirst(_ literal: StaticString) -> LogText? {
        position(of: literal).map { dropFirst($0 + literal.utf8CodeUnitCount) }
    }

    /// Where a byte stands for the first time.
    @inline(__always)
    func position(of byte: UInt8) -> Int? {
        guard count > 0, let found = memchr(base, Int32(byte), count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// Whether the bytes are those of a list.
    @inline(__always)
    func equals(_ bytes: [UInt8]) -> Bool {
        bytes.count == count
            && bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { memcmp(base, $0, count) == 0 } ?? true
            }
    }

    /// The decimal number at the beginning, up to twelve digits, and what follows it.
    var leadingNumber: (value: Int, rest: LogText)? {
        var index = first == UInt8(ascii: "-") ? 1 : 0
        let start = index
        var value = 0
        while index < count, index - start < 12, base[index] &- UInt8(ascii: "0") < 10 {
            value = value * 10 + Int(base[index] &- UInt8(ascii: "0"))
            index += 1
        }
        guard index > start else { return nil }
        return (start == 1 ? -value : value, dropFirst(index))
    }

    var string: String {
        String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
    }

    var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }
}
