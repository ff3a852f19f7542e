import Foundation
import TestSupport
import Testing

/// A request and its answer as a real server gave it.
struct Recording: Sendable, CustomTestStringConvertible {
    var name: String
    var method: String
    var path: String
    var headers: [String: String]
    /// The body that was sent.
    var body: [UInt8]?
    /// The call's id in the recorded session, where it has one.
    var id: Int?
    var status: Int
    var answerHeaders: [String: String]
    var answer: Node
    /// Whether only the first elements of the result were kept.
    var isCut: Bool

    var testDescription: String { name }

    init(_ url: URL) throws {
        let bytes = try Array(Data(contentsOf: url))
        let node = try Node(json: bytes)
        guard let request = node["request"], let response = node["response"] else {
            throw CocoaError(.coderInvalidValue)
        }
        name = node["name"]?.string ?? url.lastPathComponent
        method = request["method"]?.string ?? ""
        path = request["path"]?.string ?? ""
        headers = request["headers"]?.object?.compactMapValues(\.string) ?? [:]
        if let base64 = request["body_base64"]?.string {
            body = Data(base64Encoded: base64).map { Array($0) }
        } else if let sent = request["body"], sent != .null {
            body = Self.requestBody(in: bytes)
        }
        id = request["body"]?["id"]?.number.flatMap { Int(exactly: $0) }
        status = Int(response["status"]?.number ?? 0)
        answerHeaders = response["headers"]?.object?.compactMapValues(\.string) ?? [:]
        answer = response["body"] ?? .null
        isCut = node["note"]?.string?.contains("cut to") ?? false
    }

    /// All files of the recording.
    static let files: [URL] = {
        let folder = Fixture.url("golden")
        let files = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: nil)
        return (files ?? []).filter { $0.pathExtension == "json" }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }()

    static let names = files.map { String($0.lastPathComponent.dropLast(5)) }

    static let all: [Recording] = files.compactMap { try? Recording($0) }

    /// The bytes of the request's body as they stand in the file: error texts of the server show
    /// the order of keys, which a decoder would lose.
    private static func requestBody(in bytes: [UInt8]) -> [UInt8]? {
        let mark = Array("\"body\": ".utf8)
        guard let start = bytes.firstRange(of: mark)?.upperBound else { return nil }
        var depth = 0
        var isString = false
        var isEscaped = false
        for (index, byte) in bytes[start...].enumerated() {
            if isEscaped {
                isEscaped = false
            } else if isString {
                isEscaped = byte == UInt8(ascii: "\\")
                isString = byte != UInt8(ascii: "\"")
            } else {
                switch byte {
                case UInt8(ascii: "\""): isString = true
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"):
                    depth -= 1
                    if depth == 0 { return Array(bytes[start...start + index]) }
                default: break
                }
            }
        }
        return nil
    }
}
