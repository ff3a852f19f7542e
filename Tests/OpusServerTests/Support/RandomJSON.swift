import OpusServer
import TestSupport

/// Makes random JSON texts together with the values that they stand for.
struct RandomJSON {
    var generator: SeededGenerator

    mutating func document(depth: Int = 4) -> (text: String, value: JSONValue) {
        let inner = value(depth: depth)
        return (space() + inner.text + space(), inner.value)
    }

    private mutating func value(depth: Int) -> (text: String, value: JSONValue) {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
        case 0: return ("null", .null)
        case 1: return generator.happens(onceIn: 2) ? ("true", true) : ("false", false)
        case 2: return integer()
        case 3: return double()
        case 4, 5:
            let text = string()
            return (text.text, .string(text.value))
        case 6, 7: return object(depth: depth)
        default: return array(depth: depth)
        }
    }

    private mutating func integer() -> (text: String, value: JSONValue) {
        let value = generator.pick([
            0, 1, -1, Int.max, Int.min, Int.random(in: -1000...1000, using: &generator),
            Int.random(in: Int.min...Int.max, using: &generator),
        ])
        return ("\(value)", .int(value))
    }

    private mutating func double() -> (text: String, value: JSONValue) {
        let value =
            Double.random(in: -1...1, using: &generator)
            * generator.pick([1, 0.1, 1e6, 1e-6, 1e200, 1e-200])
        let text = "\(value)"
        return (generator.happens(onceIn: 2) ? text.uppercased() : text, .double(value))
    }

    private mutating func object(depth: Int) -> (text: String, value: JSONValue) {
        var members: [String: JSONValue] = [:]
        var texts: [String] = []
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let key = string()
            guard members[key.value] == nil else { continue }
            let member = value(depth: depth - 1)
            members[key.value] = member.value
            texts.append(space() + key.text + space() + ":" + space() + member.text + space())
        }
        let body = texts.isEmpty ? space() : texts.joined(separator: ",")
        return ("{" + body + "}", .object(members))
    }

    private mutating func array(depth: Int) -> (text: String, value: JSONValue) {
        var elements: [JSONValue] = []
        var texts: [String] = []
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
            let element = value(depth: depth - 1)
            elements.append(element.value)
            texts.append(space() + element.text + space())
        }
        let body = texts.isEmpty ? space() : texts.joined(separator: ",")
        return ("[" + body + "]", .array(elements))
    }

    private mutating func string() -> (text: String, value: String) {
        var text = "\""
        var value = ""
        for _ in 0..<Int.random(in: 0...12, using: &generator) {
            let scalar = scalar()
            value.unicodeScalars.append(scalar)
            text += written(scalar)
        }
        return (text + "\"", value)
    }

    private mutating func scalar() -> Unicode.Scalar {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0x61...0x7A, 0x00...0x1F, 0xA0...0x24F, 0x4E00...0x4FFF, 0xE000...0xFFFF,
            0x1F300...0x1F6FF, 0x10FFF0...0x10FFFF,
        ]
        return Unicode.Scalar(UInt32.random(in: generator.pick(ranges), using: &generator)) ?? "x"
    }

    private mutating func written(_ scalar: Unicode.Scalar) -> String {
        let named: [Unicode.Scalar: String] = [
            "\"": "\\\"", "\\": "\\\\", "/": "\\/", "\u{8}": "\\b", "\u{C}": "\\f", "\n": "\\n",
            "\r": "\\r", "\t": "\\t",
        ]
        if let escape = named[scalar], scalar != "/" || generator.happens(onceIn: 2) {
            return escape
        }
        guard scalar.value < 0x20 || generator.happens(onceIn: 6) else { return String(scalar) }
        return String(scalar).utf16.map { unit in
            let digits = String(unit, radix: 16, uppercase: generator.happens(onceIn: 2))
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined()
    }

    private mutating func space() -> String {
        generator.happens(onceIn: 3) ? generator.pick([" ", "\n", "\r", "\t", " \n\t "]) : ""
    }
}
