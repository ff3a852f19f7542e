extension MessagePack {
    static func decoded(_ bytes: [UInt8]) throws(RPCError) -> JSON {
        var decoder = Decoder(bytes: bytes)
        let value = try decoder.value()
        guard decoder.offset == bytes.count else {
            throw malformed("trailing characters", decoder.offset)
        }
        return value
    }

    private static func malformed(_ text: String, _ offset: Int) -> RPCError {
        RPCError(
            type: "DecodeError",
            message: "MessagePack data is malformed: \(text) (byte \(offset))")
    }

    private struct Decoder {
        let bytes: [UInt8]
        var offset = 0
        private var depth = 0

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func value() throws(RPCError) -> JSON {
            depth += 1
            defer { depth -= 1 }
            guard depth < 512 else { throw malformed("nested too deeply", offset) }
            let mark = UInt8(try number(1))
            switch mark {
            case 0x00...0x7F: return .integer(Int(mark))
            case 0x80...0x8F: return try object(Int(mark & 0x0F))
            case 0x90...0x9F: return try array(Int(mark & 0x0F))
            case 0xA0...0xBF: return .string(try text(Int(mark & 0x1F)))
            case 0xC0: return .null
            case 0xC2: return .bool(false)
            case 0xC3: return .bool(true)
            case 0xC4, 0xD9: return .string(try text(Int(try number(1))))
            case 0xC5, 0xDA: return .string(try text(Int(try number(2))))
            case 0xC6, 0xDB: return .string(try text(Int(try number(4))))
            case 0xCA: return .number(Double(Float(bitPattern: UInt32(try number(4)))))
            case 0xCB: return .number(Double(bitPattern: try number(8)))
            case 0xCC: return .integer(Int(try number(1)))
            case 0xCD: return .integer(Int(try number(2)))
            case 0xCE: return .integer(Int(try number(4)))
            case 0xCF:
                guard let value = Int(exactly: try number(8)) else {
                    throw malformed("integer out of range", offset - 8)
                }
                return .integer(value)
            case 0xD0: return .integer(Int(Int8(truncatingIfNeeded: try number(1))))
            case 0xD1: return .integer(Int(Int16(truncatingIfNeeded: try number(2))))
            case 0xD2: return .integer(Int(Int32(truncatingIfNeeded: try number(4))))
            case 0xD3: return .integer(Int(Int64(bitPattern: try number(8))))
            case 0xDC: return try array(Int(try number(2)))
            case 0xDD: return try array(Int(try number(4)))
            case 0xDE: return try object(Int(try number(2)))
            case 0xDF: return try object(Int(try number(4)))
            case 0xE0...0xFF: return .integer(Int(Int8(bitPattern: mark)))
            default: throw malformed("invalid type", offset - 1)
            }
        }

        private mutating func number(_ width: Int) throws(RPCError) -> UInt64 {
            guard bytes.count - offset >= width else { throw truncated }
            var number: UInt64 = 0
            for _ in 0..<width {
                number = number << 8 | UInt64(bytes[offset])
                offset += 1
            }
            return number
        }

        private mutating func text(_ count: Int) throws(RPCError) -> String {
            guard bytes.count - offset >= count else { throw truncated }
            defer { offset += count }
            let slice = bytes[offset..<offset + count]
            guard let text = String(validating: slice, as: UTF8.self) else {
                throw malformed("invalid utf-8", offset)
            }
            return text
        }

        private mutating func array(_ count: Int) throws(RPCError) -> JSON {
            var values: [JSON] = []
            for _ in 0..<count { values.append(try value()) }
            return .array(values)
        }

        private mutating func object(_ count: Int) throws(RPCError) -> JSON {
            var object = JSONObject()
            for _ in 0..<count {
                guard case .string(let key) = try value() else {
                    throw malformed("object keys must be strings", offset)
                }
                object.members.append(.init(key: key, value: try value()))
            }
            return .object(object)
        }

        private var truncated: RPCError {
            RPCError(type: "DecodeError", message: "Input data was truncated")
        }
    }
}
