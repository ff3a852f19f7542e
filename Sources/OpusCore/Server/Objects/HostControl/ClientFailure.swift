/// Why something was not done on one client.
public struct ClientFailure: Error, Sendable, Equatable {
    /// The kinds of reason. The raw values are stable: they are fields in machine output.
    public enum Code: String, Sendable, CaseIterable {
        /// The server has no such client.
        case unknownClient = "unknown_client"
        /// The client has no connection to the server.
        case notConnected = "not_connected"
        /// The server knows no address for the client.
        case noAddress = "no_address"
        /// The client is off, or its agent does not run.
        case refused
        /// The client took the call, or seemed to, and did not answer.
        case noAnswer = "no_answer"
        /// The client answered with an error.
        case clientError = "client_error"
        /// The server's answer does not say what became of the client.
        case noResult = "no_result"
        /// What was asked for can't be: the depot lacks it, it has no script, and so on.
        case notPossible = "not_possible"
        /// The server left a request out of what it wrote.
        case dropped
        /// The server refused the call.
        case serverRefused = "server_refused"
        /// Nobody knows whether the call arrived.
        case unconfirmed
        /// It is no longer as the plan saw it, so nothing was done.
        case changed
        /// Nothing was sent, since something failed before.
        case notSent = "not_sent"
    }

    /// The kind of reason.
    public let code: Code
    /// A sentence for a person.
    public let message: String
    /// The products that it concerns; empty where it concerns the client as a whole.
    public let products: [ObjectID]
    /// What the client or server said, as it came, where that says more than the message.
    public let detail: String?

    package init(
        _ code: Code, _ message: String, products: [ObjectID] = [], detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.products = products
        self.detail = detail
    }
}

extension ClientFailure: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}

/// What a client said when it took a call; taken is not yet done.
public struct ClientAnswer: Sendable, Equatable {
    /// Its words, where it had any.
    public let text: String?

    package init(text: String? = nil) { self.text = text }
}

/// What came of a call for each client that it was for.
public typealias ClientResults = [ObjectID: Result<ClientAnswer, ClientFailure>]

extension ClientFailure {
    package static let unknownClient = ClientFailure(
        .unknownClient, "the opsi server has no such client")

    /// What a call's error means for a client that the call was for.
    ///
    /// - Parameter error: the error.
    package init(_ error: ServerError) {
        if error.mayHaveBeenDone {
            self.init(
                .unconfirmed,
                "the answer was lost, so nobody knows whether it was done: \(error.message)",
                detail: error.failure?.message)
            return
        }
        switch error.code {
        case .rpc, .permission:
            self.init(
                .serverRefused, "the server refused it: \(error.message)",
                detail: error.failure?.message)
        case .configuration, .tls, .authentication, .blocked, .unavailable, .timeout,
            .malformedAnswer, .notOpsi, .tooLarge, .unreachable:
            self.init(.notSent, "nothing was sent: \(error.message)")
        }
    }

    /// Reads the error that the server reports for a client, which can be any JSON value.
    ///
    /// The server names no kinds, so the few texts that it makes itself are known by their
    /// beginnings; whatever else comes is shown as the client's own words.
    init(clientError error: JSONValue) {
        let text = error.plainText
        let known: [(part: String, code: Code, message: String)] = [
            (
                "not connected to messagebus", .notConnected,
                "the client has no connection to the server: it is off, or its agent does not run"
            ),
            (
                "Failed to get ip address", .noAddress,
                "the server knows no address of the client, and can't call it"
            ),
            (
                "Timed out after", .noAnswer,
                "the client did not answer in time: it may have taken the call all the same"
            ),
            (
                "Failed to establish a new connection", .refused,
                "nothing answers at the client's address: it is off, or its agent does not run"
            ),
            (
                "not in list of known events", .clientError,
                "the client does not know this event: it is off in its agent's configuration"
            ),
        ]
        if let match = known.first(where: { text.contains($0.part) }) {
            self.init(match.code, match.message, detail: text)
        } else {
            self.init(.clientError, "the client answered: \(text)", detail: text)
        }
    }
}

extension JSONValue {
    /// The value for a person: a text as it is, an object by its message, anything else as JSON.
    var plainText: String {
        switch self {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .int(let value): return "\(value)"
        case .double(let value): return "\(value)"
        case .string(let value): return value.isEmpty ? "an error without a text" : value
        case .array(let values):
            return "[" + values.map(\.plainText).joined(separator: ", ") + "]"
        case .object(let members):
            if case .string(let message)? = members["message"], !message.isEmpty { return message }
            let parts = members.sorted { $0.key < $1.key }.map {
                "\($0.key): \($0.value.plainText)"
            }
            return "{" + parts.joined(separator: ", ") + "}"
        }
    }
}
