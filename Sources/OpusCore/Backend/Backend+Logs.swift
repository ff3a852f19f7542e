package import OpusServer

extension Backend {
    /// Logs read at once: they may be large, and the server has one worker for all of its clients.
    private static let logsAtOnce = 3

    /// Reads a log of one client.
    ///
    /// - Parameters:
    ///   - type: which log.
    ///   - clientID: the client's exact id.
    ///   - read: reads the text, which is empty where there is no such log.
    /// - Returns: what `read` returns.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func log<Value: Sendable>(
        _ type: LogType, ofClient clientID: ObjectID,
        read: @escaping @Sendable (UnsafeBufferPointer<UInt8>) -> Value
    ) async throws -> Value {
        try await server.log(type, ofClient: clientID, read: read)
    }

    /// Reads a log of each of some clients, a few at a time.
    ///
    /// - Parameters:
    ///   - type: which log.
    ///   - clientIDs: exact ids, each once.
    ///   - read: reads a client's text, which is empty where there is no such log.
    ///   - done: told of each client as its log is read, or could not be.
    /// - Throws: `CancellationError`; what goes wrong with one client is told of that client.
    package func logs<Value: Sendable>(
        _ type: LogType, ofClients clientIDs: [ObjectID],
        read: @escaping @Sendable (_ clientID: ObjectID, UnsafeBufferPointer<UInt8>) -> Value,
        done: (_ clientID: ObjectID, Result<Value, ServerError>) -> Void
    ) async throws {
        try await withThrowingTaskGroup(of: (ObjectID, Result<Value, ServerError>).self) { group in
            var rest = clientIDs.makeIterator()
            func startNext() {
                guard let id = rest.next() else { return }
                group.addTask { [server] in
                    do {
                        return (
                            id, .success(try await server.log(type, ofClient: id) { read(id, $0) })
                        )
                    } catch let error as ServerError {
                        return (id, .failure(error))
                    }
                }
            }
            for _ in 0..<Self.logsAtOnce { startNext() }
            var finished = 0
            while let (id, result) = try await group.next() {
                finished += 1
                progress?(ReadingProgress(read: finished, total: clientIDs.count))
                done(id, result)
                // Where the server lets nobody read logs, one refusal tells as much as hundreds.
                if case .failure(let error) = result, error.code.concernsAll {
                    rest = [].makeIterator()
                }
                startNext()
            }
            // Whatever became of them, nothing more is to come.
            progress?(ReadingProgress(read: clientIDs.count, total: clientIDs.count))
        }
    }
}

extension ServerError.Code {
    /// Whether the next call would fail for the same reason.
    package var concernsAll: Bool {
        switch self {
        case .configuration, .unreachable, .tls, .authentication, .blocked, .permission, .notOpsi,
            .unavailable:
            true
        case .rpc, .malformedAnswer, .timeout, .tooLarge: false
        }
    }
}
