import Foundation
import OpusServer
import TestSupport
import Testing

/// One recorded exchange with a real server.
struct Recording: Sendable, CustomTestStringConvertible {
    let name: String
    /// The call that was made, where the request was one.
    var method: String?
    var params: JSONValue?
    let status: Int
    let headers: [String: String]
    /// The answer's body; null where it had none.
    let body: JSONValue

    var testDescription: String { name }

    /// All recordings of exchanges over HTTP.
    static let all: [Recording] = {
        do {
            return try Fixture.recordings().compactMap { try Recording($0) }
        } catch {
            fatalError("the recordings cannot be read: \(error)")
        }
    }()

    /// Those with an answer to a single call.
    static let ofCalls = all.filter { recording in
        if case .object = recording.body { true } else { false }
    }

    init?(_ name: String) throws {
        let value = JSONReference.read(Array(try Fixture.data("golden/\(name).json")))
        guard case .object(let recording)? = value,
            case .object(let response)? = recording["response"],
            case .int(let status)? = response["status"]
        else { return nil }
        self.name = name
        self.status = status
        body = response["body"] ?? .null
        var headers: [String: String] = [:]
        if case .object(let members)? = response["headers"] {
            for (name, value) in members {
                if case .string(let text) = value { headers[name.lowercased()] = text }
            }
        }
        self.headers = headers
        if case .object(let request)? = recording["request"],
            case .object(let call)? = request["body"], case .string(let method)? = call["method"]
        {
            self.method = method
            params = call["params"]
        }
    }

    /// The objects of the result, where it is a list of objects.
    var objects: [[String: JSONValue]]? {
        guard status == 200, case .object(let members) = body,
            case .array(let elements)? = members["result"]
        else {
            return nil
        }
        let objects = elements.compactMap { element -> [String: JSONValue]? in
            guard case .object(let object) = element else { return nil }
            return object
        }
        return objects.count == elements.count ? objects : nil
    }

    /// The recorded answer, with the id of another request, as plain bytes.
    func answer(to id: Int) throws -> ScriptedTransport.Answer {
        var body = body
        if case .object(var members) = body, status == 200 {
            members["id"] = .int(id)
            body = .object(members)
        }
        var headers = headers
        headers["content-encoding"] = nil
        return ScriptedTransport.Answer(
            status: status, headers: headers,
            body: body == .null ? [] : Array(try JSONEncoder().encode(body)))
    }
}

extension JSONValue {
    /// The text of a string; nil for anything else.
    var text: String? { if case .string(let text) = self { text } else { nil } }

    subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }
}
