public import AsyncHTTPClient
import NIOCore
public import NIOHTTP1
public import NIOSSL

/// An HTTP client with a TLS configuration of its own, for the time of a closure.
public enum TLSClient {
    /// Makes one.
    public static func use<Value>(
        trust: NIOSSLTrustRoots, _ change: (inout TLSConfiguration) -> Void = { _ in },
        _ body: (HTTPClient) async throws -> Value
    ) async throws -> Value {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = trust
        change(&tls)
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls)
        // On a busy machine a handshake waits long for its turn.
        configuration.timeout.connect = .seconds(60)
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let value = try await body(client)
            try await client.shutdown()
            return value
        } catch {
            try await client.shutdown()
            throw error
        }
    }

    /// Asks for a path once, over a new connection.
    public static func status(
        _ url: String, trust: NIOSSLTrustRoots,
        _ change: (inout TLSConfiguration) -> Void = { _ in }
    ) async throws -> HTTPResponseStatus {
        try await use(trust: trust, change) { try await $0.status(of: url) }
    }
}

extension HTTPClient {
    /// Asks for a path, and reads the answer.
    public func status(
        of url: String, authorization: String? = nil
    ) async throws -> HTTPResponseStatus {
        var request = HTTPClientRequest(url: url)
        if let authorization {
            request.headers.add(name: "Authorization", value: authorization)
        }
        let response = try await execute(request, timeout: .seconds(30))
        _ = try await response.body.collect(upTo: 1 << 20)
        return response.status
    }
}
