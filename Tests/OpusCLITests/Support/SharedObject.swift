import Foundation

/// A program or library in the ELF format, 64 bits, little-endian: see elf(5).
struct SharedObject {
    private let data: Data

    /// The libraries that a program names as needed, which the loader brings along with it.
    ///
    /// - Parameter program: its file.
    /// - Returns: their names, such as `libc.so.6`.
    /// - Throws: `Unreadable` where it is no such file.
    static func needed(by program: URL) throws -> [String] {
        let object = SharedObject(data: try Data(contentsOf: program, options: .mappedIfSafe))
        guard object.data.prefix(6) == Data([0x7F, 0x45, 0x4C, 0x46, 2, 1]) else {
            throw Unreadable()
        }
        return try object.needed()
    }

    struct Unreadable: Error {}

    private func needed() throws -> [String] {
        let segments = self.segments
        // PT_DYNAMIC; its entries are a tag and a value.
        guard let dynamic = segments.first(where: { $0.type == 2 }) else { throw Unreadable() }
        let entries = stride(from: dynamic.offset, to: dynamic.offset + dynamic.size, by: 16)
            .map { (tag: word($0), value: word($0 + 8)) }
        // DT_STRTAB, as an address in PT_LOAD; DT_NEEDED, as places in it.
        guard let names = entries.first(where: { $0.tag == 5 })?.value,
            let segment = segments.first(where: {
                $0.type == 1 && ($0.address..<$0.address + $0.size).contains(names)
            })
        else { throw Unreadable() }
        let start = names - segment.address + segment.offset
        return entries.filter { $0.tag == 1 }.map { text(start + $0.value) }
    }

    private var segments: [(type: Int, offset: Int, address: Int, size: Int)] {
        let (start, size, count) = (word(32), half(54), half(56))
        return (0..<count).map { number in
            let header = start + number * size
            return (
                half(header), word(header + 8), word(header + 16), word(header + 32)
            )
        }
    }

    private func word(_ offset: Int) -> Int { Int(number(offset, UInt64.self)) }

    private func half(_ offset: Int) -> Int { Int(number(offset, UInt16.self)) }

    private func number<Number: FixedWidthInteger>(_ offset: Int, _: Number.Type) -> Number {
        data.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Number.self) }
    }

    private func text(_ offset: Int) -> String {
        String(decoding: data[offset...].prefix { $0 != 0 }, as: UTF8.self)
    }
}
