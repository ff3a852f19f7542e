import AsyncHTTPClient
import NIOCore

/// The certificate authority that an opsi server hands out to everybody, for those who do not
/// trust it yet.
public enum ServerAuthority {
    /// Where every opsi server hands it out.
    static let path = "/ssl/opsi-ca-cert.pem"
    /// Certificates are short; a longer answer is something else.
    private static let longest = 64 * 1024

    /// What a server hands out, and what it shows of itself.
    public struct Answer: Sendable, Equatable {
        /// The CA's certificate as PEM text.
        public let pem: String
        /// The server's own certificate; nil without TLS.
        public let serverCertificate: ServerCertificate?
    }

    /// Fetches the server's CA certificate. No credentials are sent.
    ///
    /// - Parameters:
    ///   - url: address of the server.
    ///   - trust: whom to believe that it is the server; with `.insecure` whoever answers can hand
    ///     out any certificate, so a person has to compare its fingerprint.
    ///   - clientCertificate: what to show to a server that asks for a certificate.
    ///   - timeout: limit for the whole exchange, to the last byte.
    /// - Returns: the certificate, and the server's own.
    /// - Throws: `ServerError`, or `CancellationError`.
    public static func answer(
        of url: String, trust: ServerConfiguration.Trust,
        clientCertificate: ServerConfiguration.ClientCertificate? = nil,
        timeout: Duration = .seconds(10)
    ) async throws -> Answer {
        let address = try ServerAddress(url)
        let connections = try HTTPConnections(
            address: address, trust: trust, client: clientCertificate, connectTimeout: timeout)
        do {
            let text = try await withDeadline(
                timeout,
                expired: {
                    ServerError(
                        .timeout, "\(address.url)\(path): no whole answer within \(timeout)")
                },
                { try await fetch(connections) })
            await connections.shutdown()
            return Answer(pem: text, serverCertificate: connections.certificate)
        } catch {
            await connections.shutdown()
            throw error
        }
    }

    private static func fetch(_ connections: HTTPConnections) async throws -> String {
        let url = connections.address.url
        var request = HTTPClientRequest(url: url + path)
        request.headers.add(name: "User-Agent", value: "opus/\(OpusVersion.current)")
        do {
            let response = try await connections.execute(request)
            guard response.status == .ok else {
                throw ServerError(
                    .notOpsi,
                    "\(url)\(path) answers HTTP \(response.status.code), as no opsi server should",
                    status: Int(response.status.code))
            }
            return String(buffer: try await response.body.collect(upTo: longest))
        } catch let error as ServerError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch is NIOTooManyBytesError {
            throw ServerError(.tooLarge, "\(url)\(path) is too long for a certificate")
        } catch {
            try Task.checkCancellation()
            throw ServerError(
                TransportFailure(error, answerBegun: false), method: nil, address: url)
        }
    }
}
