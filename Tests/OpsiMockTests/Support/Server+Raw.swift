import Foundation
import OpsiMock

extension OpsiMock {
    var port: Int { URL(string: url)?.port ?? 0 }

    /// The text of a call as an HTTP request, with credentials.
    func request(_ method: String, params: String = "[]", headers: String = "") -> String {
        let credentials = Data("\(username):\(password)".utf8).base64EncodedString()
        let body = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"\(method)\",\"params\":\(params)}"
        return """
            POST /rpc HTTP/1.1\r
            host: 127.0.0.1\r
            authorization: Basic \(credentials)\r
            content-type: application/json\r
            content-length: \(body.utf8.count)\r
            \(headers)\r
            \(body)
            """
    }

    /// Sends a call over a connection of its own, and waits for what comes.
    func exchange(
        _ method: String, params: String = "[]", headers: String = "connection: close\r\n",
        limit: Int = .max, patience: Double = 10
    ) async throws -> ([UInt8], RawConnection.End) {
        let connection = try RawConnection(port: port)
        connection.send(request(method, params: params, headers: headers))
        return await connection.receive(limit: limit, patience: patience)
    }
}
