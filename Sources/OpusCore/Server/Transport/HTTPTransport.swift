import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The transport for real servers.
final class HTTPTransport: Transport {
    /// Connections at once.
    static let connections = HTTPConnections.most

    private let connections: HTTPConnections

    /// Prepares a client; no connection is opened.
    ///
    /// - Throws: `ServerError` with code `configuration` where a file can't be used.
    init(_ configuration: ServerConfiguration, address: ServerAddress) throws(ServerError) {
        connections = try HTTPConnections(
            address: address, trust: configuration.trust, client: configuration.clientCertificate,
            connectTimeout: configuration.connectTimeout)
    }

    var certificate: ServerCertificate? { connections.certificate }

    func post(_ request: TransportRequest) async throws -> TransportResponse {
        var message = HTTPClientRequest(url: connections.address.url + request.path)
        message.method = .POST
        for header in request.headers {
            message.headers.add(name: header.name, value: header.value)
        }
        message.body = .bytes(request.body)
        let response = try await connections.execute(message)
        return TransportResponse(
            status: Int(response.status.code), headers: response.headers.byName,
            body: response.body)
    }

    func shutdown() async { await connections.shutdown() }
}

extension HTTPTransport: WebSocketTransport {
    func openWebSocket(
        _ path: String, headers: [(name: String, value: String)], limit: Duration,
        silence: Duration
    ) async throws -> WebSocketConnection {
        var fields = HTTPHeaders([("Host", connections.address.hostField)])
        for header in headers { fields.add(name: header.name, value: header.value) }
        return try await connections.openWebSocket(
            path, headers: fields, limit: limit, silence: silence)
    }
}

extension HTTPHeaders {
    /// The value of each header, by its lower-case name; where a header comes several times, each
    /// value on a line of its own.
    var byName: [String: String] {
        var values: [String: String] = [:]
        for header in self {
            let name = header.name.lowercased()
            values[name] = values[name].map { $0 + "\n" + header.value } ?? header.value
        }
        return values
    }
}
