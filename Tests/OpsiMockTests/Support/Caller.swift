import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import OpsiMock

/// What came back.
struct Reply {
    var status: Int
    var headers: HTTPHeaders
    var body: [UInt8]

    var node: Node? { try? Node(json: body) }

    /// The result of a call that went well.
    var result: Node? { node?["result"] }

    /// The error's message of a call that went wrong, in any of the shapes that errors have.
    var message: String? {
        node?["error"]?.string ?? node?["error"]?["message"]?.string
    }

    var errorClass: String? {
        node?["error"]?["data"]?["class"]?.string ?? node?["error"]?["class"]?.string
    }

    func header(_ name: String) -> String? { headers.first(name: name) }

    /// The cookie that was set, name and value only.
    var cookie: String? {
        header("set-cookie")?.split(separator: ";").first.map { String($0) }
    }
}

/// A caller that does as little as it can of what clients usually do by themselves.
struct Caller {
    var mock: OpsiMock
    var username: String?
    var password: String?
    var headers: [(String, String)] = []

    /// A caller with the administrator's credentials.
    init(_ mock: OpsiMock) {
        self.mock = mock
        username = mock.username
        password = mock.password
    }

    func with(_ username: String?, _ password: String? = nil) -> Caller {
        var caller = self
        caller.username = username
        caller.password = password
        return caller
    }

    func with(header name: String, _ value: String) -> Caller {
        var caller = self
        caller.headers.append((name, value))
        return caller
    }

    /// Calls a method.
    @discardableResult
    func call(_ method: String, _ params: Node...) async throws -> Reply {
        try await call(method, params: params)
    }

    /// Calls a method that must go well, and gives its result.
    func result(_ method: String, _ params: Node...) async throws -> Node {
        let reply = try await call(method, params: params)
        guard let result = reply.result else { throw Failed(message: reply.message ?? "no result") }
        return result
    }

    func call(_ method: String, params: [Node]) async throws -> Reply {
        let params = Node.array(params).json
        let body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\(method)\",\"params\":\(params)}"
        return try await send("POST", "/rpc", body: Array(body.utf8))
    }

    struct Failed: Error {
        var message: String
    }

    func send(_ method: String, _ path: String, body: [UInt8]? = nil) async throws -> Reply {
        var request = HTTPClientRequest(url: mock.url + path)
        request.method = HTTPMethod(rawValue: method)
        if let username {
            let credentials = Data("\(username):\(password ?? "")".utf8).base64EncodedString()
            request.headers.add(name: "authorization", value: "Basic \(credentials)")
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        let response = try await Self.client.execute(request, timeout: .seconds(120))
        let content = try await response.body.collect(upTo: 1 << 28)
        return Reply(
            status: Int(response.status.code), headers: response.headers,
            body: Array(content.readableBytesView))
    }

    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        // The mock closes what is idle, and each test has a mock of its own.
        configuration.connectionPool.idleTimeout = .milliseconds(100)
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()
}
