package import NIOCore

/// Carries one HTTP request to the opsi server and its answer back.
///
/// Few methods, so that a test can put anything in the network's place.
package protocol Transport: Sendable {
    /// Posts a request; returns as soon as the head of the answer is there.
    ///
    /// - Throws: `TransportFailure`, or `CancellationError`.
    func post(_ request: TransportRequest) async throws -> TransportResponse

    /// The certificate that the server showed last; nil where none was seen.
    var certificate: ServerCertificate? { get }

    /// Closes every connection.
    func shutdown() async
}

extension Transport {
    package var certificate: ServerCertificate? { nil }
}

package struct TransportRequest: Sendable {
    /// The path below the server's address, such as `/rpc`.
    package var path: String
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]
}

package struct TransportResponse: Sendable {
    package var status: Int
    /// The value of a header, by its lower-case name; where a header comes several times, each
    /// value on a line of its own.
    package var headers: [String: String]
    /// The body as it crosses the network, still compressed.
    package var body: any AsyncSequence<ByteBuffer, any Error> & Sendable
}

/// An exchange that did not end in a whole answer.
package struct TransportFailure: Error {
    package enum Kind: Sendable, Equatable {
        /// The connection was closed before anything was received: a kept-alive one may have
        /// been closed by the server just as it was used again.
        case closedBeforeAnswer
        case unreachable
        case tls
        /// What came back is no HTTP.
        case malformed
        case timeout
    }

    package var kind: Kind
    /// What happened, for a person; holds nothing of the request.
    package var reason: String
    /// Whether the request may have reached the server all the same.
    package var mayHaveArrived = true
    /// What is wrong, where the kind is `tls`.
    package var tls: TLSProblem?
}
