import TestSupport

/// The JSON of a reply whatever its encoding and format; nothing where it is no JSON.
func decoded(_ reply: Reply) throws -> Node? {
    let body: [UInt8]
    switch reply.header("content-encoding") {
    case "gzip": body = try Inflate.gunzip(reply.body)
    case "deflate": body = try Inflate.inflate(reply.body)
    case "lz4": body = try storedLZ4(reply.body)
    default: body = reply.body
    }
    if reply.header("content-type") == "application/msgpack" {
        var bytes = body[...]
        return try messagePack(&bytes)
    }
    return try? Node(json: body)
}

struct BadEncoding: Error {}

/// The content of an LZ4 frame whose blocks are stored.
func storedLZ4(_ bytes: [UInt8]) throws -> [UInt8] {
    guard bytes.starts(with: [0x04, 0x22, 0x4D, 0x18, 0x60, 0x40]) else { throw BadEncoding() }
    var rest = bytes.dropFirst(7)
    var content: [UInt8] = []
    while true {
        let size = rest.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        rest = rest.dropFirst(4)
        if size == 0 { return content }
        guard size & 0x8000_0000 != 0 else { throw BadEncoding() }
        content += rest.prefix(Int(size & 0x7FFF_FFFF))
        rest = rest.dropFirst(Int(size & 0x7FFF_FFFF))
    }
}

func messagePack(_ bytes: inout ArraySlice<UInt8>) throws -> Node {
    func number(_ width: Int) -> UInt64 {
        defer { bytes = bytes.dropFirst(width) }
        return bytes.prefix(width).reduce(0) { $0 << 8 | UInt64($1) }
    }
    func text(_ count: Int) -> Node {
        defer { bytes = bytes.dropFirst(count) }
        return .string(String(decoding: bytes.prefix(count), as: UTF8.self))
    }
    func object(_ count: Int) throws -> Node {
        var members: [String: Node] = [:]
        for _ in 0..<count {
            let key = try messagePack(&bytes).string
            members[key ?? ""] = try messagePack(&bytes)
        }
        return .object(members)
    }
    let mark = UInt8(number(1))
    switch mark {
    case 0x00...0x7F: return .number(Double(mark))
    case 0x80...0x8F: return try object(Int(mark & 15))
    case 0x90...0x9F: return .array(try (0..<Int(mark & 15)).map { _ in try messagePack(&bytes) })
    case 0xA0...0xBF: return text(Int(mark & 31))
    case 0xC0: return .null
    case 0xC2: return .bool(false)
    case 0xC3: return .bool(true)
    case 0xD9: return text(Int(number(1)))
    case 0xDA: return text(Int(number(2)))
    case 0xD3: return .number(Double(Int64(bitPattern: number(8))))
    case 0xDC: return .array(try (0..<Int(number(2))).map { _ in try messagePack(&bytes) })
    default: throw BadEncoding()
    }
}
