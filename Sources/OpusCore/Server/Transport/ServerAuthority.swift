import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import NIOSSL

/// The certificate authority that an opsi server hands out to everybody, for those who do not
/// trust it yet.
public enum ServerAuthority {
    /// Certificates are short; a longer answer is something else.
    private static let longest = 64 * 1024
    private static let path = "/ssl/opsi-ca-cert.pem"

    /// Fetches the server's CA certificate. No credentials are sent.
    ///
    /// - Parameters:
    ///   - url: address of the server.
    ///   - trust: whom to believe that it is the server; with `.insecure` whoever answers can hand
    ///     out any certificate, so a person has to compare its fingerprint.
    ///   - timeout: limit for the whole exchange.
    /// - Returns: the certificate as PEM text.
    /// - Throws: `ServerError`, or `CancellationError`.
    public static func certificate(
        of url: String, trust: ServerConfiguration.Trust, timeout: Duration = .seconds(10)
    ) async throws -> String {
        let address = try ServerAddress(url)
        let client = try HTTPTransport.client(trust: trust, connectTimeout: timeout)
        do {
            let text = try await fetch(from: address, client, timeout)
            try? await client.shutdown()
            return text
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private static func fetch(
        from address: ServerAddress, _ client: HTTPClient, _ timeout: Duration
    ) async throws -> String {
        var request = HTTPClientRequest(url: address.url + path)
        request.headers.add(name: "User-Agent", value: "opus/\(OpusVersion.current)")
        do {
            let response = try await client.execute(
                request, timeout: .milliseconds(max(1, Int64(timeout / .milliseconds(1)))))
            guard response.status == .ok else {
                throw ServerError(
                    .malformedAnswer,
                    "\(address.url)\(path) answers HTTP \(response.status.code), as no opsi "
                        + "server should")
            }
            let body = try await response.body.collect(upTo: longest)
            return String(buffer: body)
        } catch let error as ServerError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch is NIOTooManyBytesError {
            throw ServerError(.tooLarge, "\(address.url)\(path) is too long for a certificate")
        } catch {
            try Task.checkCancellation()
            throw ServerError(
                TransportFailure(error, answerBegun: false), method: nil, address: address.url)
        }
    }
}
