extension ServerError {
    /// A failure below HTTP, told with the address that it concerns.
    init(_ failure: TransportFailure, method: String?, address: String) {
        switch failure.kind {
        case .closedBeforeAnswer, .unreachable:
            self.init(
                .unreachable, method: method, "cannot reach \(address): \(failure.reason)",
                mayHaveArrived: failure.mayHaveArrived)
        case .tls:
            self.init(
                .tls, method: method,
                "no trusted connection to \(address): \(failure.reason)",
                mayHaveArrived: failure.mayHaveArrived, tls: failure.tls)
        case .malformed:
            self.init(
                .malformedAnswer, method: method,
                "what answers at \(address) speaks no HTTP: \(failure.reason)")
        case .timeout:
            self.init(.timeout, method: method, "\(address): \(failure.reason)")
        }
    }

    /// What a method reported.
    init(_ failure: RPCFailure, method: String) {
        let denied =
            failure.errorClass.hasSuffix("PermissionError")
            || failure.errorClass.hasSuffix("PermissionDeniedError")
        let name = failure.errorClass.isEmpty ? "" : " (\(failure.errorClass))"
        self.init(
            denied ? .permission : .rpc, method: method, failure.message.shortened + name,
            failure: failure)
    }

    /// How long nothing more may be sent after this error; nil where it may. What opsi itself says
    /// while it is overloaded holds for the call that it answers: repetition waits for it.
    var loginPause: Duration? {
        switch code {
        case .authentication: SessionState.pauseAfterRefusal
        case .blocked: SessionState.pauseAfterBlock
        case .notOpsi: retryAfter
        default: nil
        }
    }
}

extension String {
    /// At most as much of a server's text as a person reads.
    fileprivate var shortened: String {
        let longest = 500
        return utf8.count > longest ? prefix(longest) + "…" : self
    }
}

extension TransportResponse {
    /// Error texts are short; no more of a strange answer is read.
    private static let errorBodyLimit = 64 * 1024

    /// The year 9999 ends here: what is later is no clock.
    private static let endOfTime = 253_402_300_800

    /// The server's clock, in Unix seconds.
    var serverTime: Int? {
        guard let text = headers["x-date-unix-timestamp"], let seconds = Int(text),
            (0..<Self.endOfTime).contains(seconds)
        else { return nil }
        return seconds
    }

    /// What an answer with another status than 200 means; nil for 200.
    func error(method: String, counter: ByteCounter) async -> ServerError? {
        guard status != 200 else { return nil }
        // Read to its end, so that the connection can be used again.
        let body = try? await content(
            limit: Self.errorBodyLimit, method: method, counter: counter)
        let said = headers["x-opsi-error"] ?? body.flatMap(Self.errorText)
        let quoted: String = said.map { text in ": " + text.shortened } ?? ""
        guard isOpsi || status == 401 else { return foreign(method: method, said: quoted) }
        switch status {
        case 401:
            return ServerError(
                .authentication, method: method,
                "the server does not accept this user name and password\(quoted)", status: status)
        case 403:
            return ServerError(
                .blocked, method: method,
                "the server refuses this address for now\(quoted)", status: status,
                retryAfter: SessionState.pauseAfterBlock)
        case 500...599:
            return ServerError(
                .unavailable, method: method, "the server answers HTTP \(status)\(quoted)",
                status: status, retryAfter: retryAfter)
        default:
            return ServerError(
                .malformedAnswer, method: method,
                "the server answers HTTP \(status), as no opsi server should here\(quoted)",
                status: status)
        }
    }

    /// The text in the body of an answer that is an error, wherever the server put it:
    /// `{"error": "…"}`, `{"error": {"message": "…"}}` or `{"detail": "…"}`.
    private static func errorText(_ body: [UInt8]) -> String? {
        let value = try? JSONReader.read(body) { reader throws(JSONError) in
            try reader.readValue()
        }
        guard case .object(let members)? = value else { return nil }
        switch (members["error"], members["detail"]) {
        case (.string(let text), _), (nil, .string(let text)): return text
        case (.object(let error), _):
            guard case .string(let text)? = error["message"] else { return nil }
            return text
        default: return nil
        }
    }
}
