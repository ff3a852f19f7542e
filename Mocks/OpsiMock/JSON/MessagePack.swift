/// The part of MessagePack that JSON values need.
enum MessagePack {
    static func encoded(_ value: JSON) -> [UInt8] {
        var bytes: [UInt8] = []
        encode(value, into: &bytes)
        return bytes
    }

    private static func encode(_ value: JSON, into bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(0xC0)
        case .bool(let value): bytes.append(value ? 0xC3 : 0xC2)
        case .integer(let value):
            if (0...127).contains(value) {
                bytes.append(UInt8(value))
            } else {
                bytes.append(0xD3)
                append(UInt64(bitPattern: Int64(value)), 8, to: &bytes)
            }
        case .number(let value):
            bytes.append(0xCB)
            append(value.bitPattern, 8, to: &bytes)
        case .string(let value):
            head(value.utf8.count, short: (0xA0, 32), byte: 0xD9, two: 0xDA, four: 0xDB, to: &bytes)
            bytes.append(contentsOf: value.utf8)
        case .array(let values):
            head(values.count, short: (0x90, 16), byte: nil, two: 0xDC, four: 0xDD, to: &bytes)
            for value in values { encode(value, into: &bytes) }
        case .object(let object):
            let count = object.members.count
            head(count, short: (0x80, 16), byte: nil, two: 0xDE, four: 0xDF, to: &bytes)
            for member in object.members {
                encode(.string(member.key), into: &bytes)
                encode(member.value, into: &bytes)
            }
        }
    }

    private static func head(
        _ count: Int, short: (mark: UInt8, limit: Int), byte: UInt8?, two: UInt8, four: UInt8,
        to bytes: inout [UInt8]
    ) {
        if count < short.limit {
            bytes.append(short.mark | UInt8(count))
        } else if let byte, count < 256 {
            bytes.append(byte)
            bytes.append(UInt8(count))
        } else if count < 65_536 {
            bytes.append(two)
            append(UInt64(count), 2, to: &bytes)
        } else {
            bytes.append(four)
            append(UInt64(count), 4, to: &bytes)
        }
    }

    private static func append(_ number: UInt64, _ width: Int, to bytes: inout [UInt8]) {
        for shift in (0..<width).reversed() {
            bytes.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(shift))))
        }
    }
}
