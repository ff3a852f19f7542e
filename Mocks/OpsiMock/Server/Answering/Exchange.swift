import HTTPTypes
import HummingbirdCore
import NIOHTTP1

/// A request as the mock judges it.
struct Incoming: Sendable {
    let method: String
    let path: String
    let query: String?
    var headers: [String: String]
    let body: [UInt8]
    let address: String

    func header(_ name: String) -> String? { headers[name] }

    var cookie: String? {
        for pair in (header("cookie") ?? "").split(separator: ";") {
            let parts = pair.trimmingPrefix(while: { $0 == " " }).split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, parts[0] == "opsiconfd-session", !parts[1].isEmpty {
                return String(parts[1])
            }
        }
        return nil
    }

    var isRPC: Bool { path == "/rpc" || path.hasPrefix("/rpc/") }

    init(_ request: Request, body: [UInt8], address: String) {
        self.init(
            method: request.head.method.rawValue, target: request.head.path ?? "/",
            headers: request.headers.map { ($0.name.canonicalName, $0.value) }, body: body,
            address: address)
    }

    /// A request whose body does not matter.
    init(_ head: HTTPRequestHead, address: String?) {
        self.init(
            method: head.method.rawValue, target: head.uri,
            headers: head.headers.map { ($0.name.lowercased(), $0.value) }, body: [],
            address: address ?? "127.0.0.1")
    }

    private init(
        method: String, target: String, headers: [(String, String)], body: [UInt8], address: String
    ) {
        self.method = method
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = String(parts.first ?? "/")
        query = parts.count > 1 ? String(parts[1]) : nil
        self.headers = Dictionary(headers) { "\($0), \($1)" }
        self.body = body
        self.address = address
    }
}

/// An answer before it goes out.
struct Outgoing: Sendable {
    var status: Int
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []
    /// Bytes of the body before it was compressed; 0 where it was not.
    var plainCount = 0

    /// Sets a header, in place of one of that name.
    mutating func set(_ name: String, _ value: String) {
        headers.removeAll { $0.name == name }
        headers.append((name, value))
    }

    static func json(_ status: Int, _ value: JSON) -> Outgoing {
        Outgoing(
            status: status, headers: [("content-type", "application/json")], body: value.jsonBytes)
    }

    var head: HTTPResponse {
        var fields = HTTPFields()
        for header in headers {
            if let name = HTTPField.Name(header.name) {
                fields.append(HTTPField(name: name, value: header.value))
            }
        }
        return HTTPResponse(status: .init(code: status), headerFields: fields)
    }
}
