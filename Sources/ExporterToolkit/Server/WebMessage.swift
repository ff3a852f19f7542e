import NIOCore
import NIOHTTP1

/// A request, as far as the exporter looks at it.
struct WebRequest: Sendable {
    let method: HTTPMethod
    /// What stands before the question mark, as it was sent.
    let path: String
    /// What stands behind the question mark, as it was sent.
    let query: String?
    let headers: HTTPHeaders

    init(_ head: HTTPRequestHead) {
        method = head.method
        headers = head.headers
        var target = head.uri[...]
        if !target.hasPrefix("/"), let scheme = target.firstRange(of: "://") {
            // The absolute form, as it is sent to proxies.
            target = target[scheme.upperBound...]
            target = target.firstIndex { $0 == "/" || $0 == "?" }.map { target[$0...] } ?? "/"
        }
        let mark = target.firstIndex(of: "?")
        let path = target[..<(mark ?? target.endIndex)]
        self.path = path.isEmpty ? "/" : String(path)
        query = mark.map { String(target[target.index(after: $0)...]) }
    }

    /// Whether a page of another origin made somebody's browser send it. Browsers tell the site only
    /// where the connection is safe, and the origin always.
    var isSentByPageElsewhere: Bool {
        let host = headers.first(name: "Host")?.lowercased()
        return headers["Sec-Fetch-Site"].contains {
            !["same-origin", "none"].contains($0.lowercased())
        }
            || headers["Origin"].contains { origin in
                let origin = origin.lowercased()
                guard let scheme = origin.firstRange(of: "://") else { return true }
                return origin[scheme.upperBound...] != host ?? ""
            }
    }

    /// All fields of a name as one list, or nil where there is none.
    func field(_ name: String) -> String? {
        let values = headers[name]
        return values.isEmpty ? nil : values.joined(separator: ", ")
    }
}

struct WebResponse: Sendable {
    var status: HTTPResponseStatus
    /// Without `Date`, `Connection` and `Content-Length`, which are the connection's to add.
    var headers: HTTPHeaders
    /// Not sent to a HEAD request, nor where the status has none.
    var body: ByteBuffer

    init(_ status: HTTPResponseStatus, headers: HTTPHeaders, body: ByteBuffer = ByteBuffer()) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    static func text(_ line: String, _ status: HTTPResponseStatus = .ok) -> WebResponse {
        WebResponse(
            status, headers: ["Content-Type": "text/plain; charset=utf-8"],
            body: ByteBuffer(string: "\(line)\n"))
    }
}

/// An answer, or the promise of one.
enum WebAnswer: Sendable {
    case ready(WebResponse)
    case later(@Sendable () async -> WebResponse)
}
