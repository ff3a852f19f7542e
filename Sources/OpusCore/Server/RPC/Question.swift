#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a request asks: one call, or several together.
struct Question: Sendable {
    let calls: [(method: String, parameters: [JSONValue])]

    /// One call.
    static func one(_ method: String, _ parameters: [JSONValue]) -> Question {
        Question(calls: [(method, parameters)])
    }

    /// The methods, for people: each once.
    var name: String {
        var names: [String] = []
        for (method, _) in calls where !names.contains(method) { names.append(method) }
        return names.joined(separator: " + ")
    }

    /// The request's body; calls have numbers from the first one on.
    func encoded(firstID: Int) throws -> [UInt8] {
        let requests = calls.enumerated().map { index, call in
            RPCRequest(id: firstID + index, method: call.method, params: call.parameters)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        // A list of one is answered by a bare object.
        return Array(
            requests.count == 1 ? try encoder.encode(requests[0]) : try encoder.encode(requests))
    }
}

/// The one shape of request that the server understands in full.
private struct RPCRequest: Encodable {
    let jsonrpc = "2.0"
    let id: Int
    let method: String
    let params: [JSONValue]

    private enum CodingKeys: CodingKey { case jsonrpc, id, method, params }
}
