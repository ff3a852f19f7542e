extension MessagePackValue {
    /// The value as MessagePack, each part as short as can be.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    private func append(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(0xC0)
        case .bool(let value): bytes.append(value ? 0xC3 : 0xC2)
        case .int(let number): Self.append(number, to: &bytes)
        case .double(let number): Self.append(0xCB, number.bitPattern, width: 8, to: &bytes)
        case .text(let text):
            let count = text.utf8.count
            if count < 32 {
                bytes.append(0xA0 | UInt8(count))
            } else {
                Self.append(count, [(0xD9, 1), (0xDA, 2), (0xDB, 4)], to: &bytes)
            }
            bytes.append(contentsOf: text.utf8)
        case .bytes(let content):
            Self.append(content.count, [(0xC4, 1), (0xC5, 2), (0xC6, 4)], to: &bytes)
            bytes.append(contentsOf: content)
        case .array(let values):
            if values.count < 16 {
                bytes.append(0x90 | UInt8(values.count))
            } else {
                Self.append(values.count, [(0xDC, 2), (0xDD, 4)], to: &bytes)
            }
            for value in values { value.append(to: &bytes) }
        case .map(let map):
            let members = map.members
            if members.count < 16 {
                bytes.append(0x80 | UInt8(members.count))
            } else {
                Self.append(members.count, [(0xDE, 2), (0xDF, 4)], to: &bytes)
            }
            for member in members {
                MessagePackValue.text(member.key).append(to: &bytes)
                member.value.append(to: &bytes)
            }
        }
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        switch number {
        case 0..<128: bytes.append(UInt8(number))
        case -32..<0: bytes.append(UInt8(bitPattern: Int8(number)))
        default: append(0xD3, UInt64(bitPattern: Int64(number)), width: 8, to: &bytes)
        }
    }

    /// Writes how many bytes or elements follow, in the first of some forms that has room for it.
    private static func append(
        _ count: Int, _ forms: [(first: UInt8, width: Int)], to bytes: inout [UInt8]
    ) {
        guard let form = forms.first(where: { count >> ($0.width * 8) == 0 }) else { return }
        append(form.first, UInt64(count), width: form.width, to: &bytes)
    }

    private static func append(
        _ first: UInt8, _ bits: UInt64, width: Int, to bytes: inout [UInt8]
    ) {
        bytes.append(first)
        for index in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: bits >> (UInt64(index) * 8)))
        }
    }
}
