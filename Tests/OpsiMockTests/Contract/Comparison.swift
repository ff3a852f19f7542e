import Foundation

/// How an answer of the mock is held against a recorded one.
enum Strictness {
    /// All values are equal, but for times of the recording itself, and the order of objects.
    case values
    /// Keys and types are equal.
    case shape
}

/// What differs between a recorded answer and the mock's.
struct Comparison {
    private(set) var differences: [String] = []
    let strictness: Strictness
    let isCut: Bool

    init(_ recording: Recording, _ reply: Reply, strictness: Strictness, body: Node?) {
        self.strictness = strictness
        isCut = recording.isCut
        if recording.status != reply.status {
            differences.append("status: \(recording.status) became \(reply.status)")
        }
        compareHeaders(recording, reply)
        let body = body ?? .null
        // The recorded body of an empty answer is null; text that is no JSON is a string.
        if recording.answer == .null {
            if !reply.body.isEmpty { differences.append("body: should be empty") }
        } else if case .string(let text) = recording.answer, body == .null {
            if Self.normalized(text) != String(decoding: reply.body, as: UTF8.self) {
                differences.append("body: should be '\(text)'")
            }
        } else {
            compare(recording.answer, body, at: "body", isResult: false)
        }
    }

    private static let comparedHeaders = [
        "content-type", "content-encoding", "www-authenticate", "x-opsi-error", "allow", "accept",
        "accept-encoding", "server", "x-opsi-server-role", "x-opsi-auth-methods",
    ]

    private mutating func compareHeaders(_ recording: Recording, _ reply: Reply) {
        for name in Self.comparedHeaders {
            let recorded = recording.answerHeaders[name].map { Self.normalized($0) }
            if recorded != reply.header(name) {
                let text = reply.header(name) ?? "nothing"
                differences.append("\(name): '\(recorded ?? "nothing")' became '\(text)'")
            }
        }
        func attributes(_ cookie: String?) -> [String] {
            (cookie ?? "").split(separator: ";").dropFirst().map { String($0) }
        }
        let cookies = (recording.answerHeaders["set-cookie"], reply.header("set-cookie"))
        if attributes(cookies.0) != attributes(cookies.1) {
            differences.append("cookie: '\(cookies.0 ?? "")' became '\(cookies.1 ?? "")'")
        }
    }

    /// The recording came from several loopback addresses.
    private static func normalized(_ text: String) -> String {
        text.replacing("127.0.0.78", with: "127.0.0.1")
    }

    private mutating func compare(_ old: Node, _ new: Node, at path: String, isResult: Bool) {
        switch (old, new) {
        case (.object(let old), .object(let new)):
            if Set(old.keys) != Set(new.keys), strictness == .values || !isResult {
                differences.append(
                    "\(path): keys \(old.keys.sorted()) became \(new.keys.sorted())")
            }
            for (key, value) in old {
                guard let other = new[key] else { continue }
                compare(value, other, at: "\(path).\(key)", isResult: isResult || key == "result")
            }
        case (.array(let old), .array(let new)): compareLists(old, new, at: path)
        case (.string(let old), .string(let new)):
            guard strictness == .values, Self.normalized(old) != new, !Self.isVolatile(old) else {
                return
            }
            differences.append("\(path): '\(old)' became '\(new)'")
        case (.null, .null): break
        case (.number, .number), (.bool, .bool):
            if strictness == .values, old != new {
                differences.append("\(path): \(old.json) became \(new.json)")
            }
        default:
            differences.append("\(path): \(old.json.prefix(80)) became \(new.json.prefix(80))")
        }
    }

    private mutating func compareLists(_ old: [Node], _ new: [Node], at path: String) {
        guard strictness == .values else {
            if let first = old.first {
                guard let other = new.first else {
                    differences.append("\(path): became empty")
                    return
                }
                compareKinds(first, other, at: "\(path)[0]")
            }
            return
        }
        if old.count != new.count, !isCut {
            differences.append("\(path): \(old.count) elements became \(new.count)")
        }
        // The database's order depends on the index it happens to use.
        let sorted = Dictionary(new.map { (Self.key($0), $0) }, uniquingKeysWith: { $1 })
        for element in old {
            let key = Self.key(element)
            if let other = sorted[key] {
                compare(element, other, at: "\(path)[\(key)]", isResult: false)
            } else {
                differences.append("\(path): lacks \(key)")
            }
        }
    }

    /// Compares an element by its keys and the kinds of its values, but not what is in those.
    private mutating func compareKinds(_ old: Node, _ new: Node, at path: String) {
        guard case .object(let old) = old, case .object(let new) = new else {
            if old.kind != new.kind { differences.append("\(path): became \(new.kind)") }
            return
        }
        if Set(old.keys) != Set(new.keys) {
            differences.append("\(path): keys \(old.keys.sorted()) became \(new.keys.sorted())")
        }
        for (key, value) in old {
            let kinds = Set([value.kind, new[key]?.kind ?? "nothing", "null"])
            if kinds.count > 2 { differences.append("\(path).\(key): became \(kinds)") }
        }
    }

    private static func key(_ node: Node) -> String {
        guard case .object(let object) = node else { return node.json }
        // A group's ident is its bare id, which a group of products may have too.
        let type = object["type"]?.string ?? ""
        if let ident = object["ident"]?.string { return "\(type) \(ident)" }
        let keys = [
            "id", "productId", "productVersion", "packageVersion", "hostId", "clientId", "name",
        ]
        let identity = keys.compactMap { object[$0]?.string }
        if !identity.isEmpty { return "\(type) \(identity.joined(separator: ";"))" }
        return object["product_on_clients"].map { "\($0[0]?["productId"]?.json ?? "")" }
            ?? node.json
    }

    /// Times at which the recording was made, and tracebacks, which are cut in it.
    private static func isVolatile(_ text: String) -> Bool {
        text.hasPrefix("2026-11-22 16:18") || text.hasPrefix("2026-11-22 16:19")
            || text.hasPrefix("00000000000000000000000000000000")
    }
}

extension Node {
    fileprivate var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a Boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }
}
