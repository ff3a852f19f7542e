import Synchronization

extension RPCClient {
    /// Asks, and asks again where that may help, within what the configuration allows.
    func repeating<Value: Sendable>(
        _ question: Question, _ safety: Safety, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        var attempt = 1
        var reconnected = false
        while true {
            do {
                return try await limited(question, bytes, form)
            } catch let failure as TransportFailure {
                // The server closes idle connections; a request may run into that, once.
                if failure.kind == .closedBeforeAnswer, safety == .reading, !reconnected {
                    reconnected = true
                    continue
                }
                let error = ServerError(failure, method: method, address: configuration.url)
                try await pause(after: attempt, error, safety)
            } catch let error as ServerError {
                try await pause(after: attempt, error, safety)
            }
            attempt += 1
        }
    }

    /// Waits before the next attempt, or throws the error where there is none.
    private func pause(after attempt: Int, _ error: ServerError, _ safety: Safety) async throws {
        let fraction = Double.random(in: 0...1)
        guard safety == .reading,
            let pause = configuration.retries.pause(
                after: attempt, error: error, fraction: fraction)
        else { throw error }
        try await Task.sleep(for: pause)
    }

    private func limited<Value: Sendable>(
        _ question: Question, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        let limit = configuration.callTimeout
        let address = configuration.url
        return try await slots.withSlot {
            try await withDeadline(
                limit,
                expired: {
                    ServerError(
                        .timeout, method: method,
                        "\(address): no whole answer within \(limit), "
                            + (bytes.value == 0 ? "not a byte" : "\(bytes.value) bytes") + " of it"
                    )
                },
                { try await self.attempt(question, bytes, form) })
        }
    }

    /// Asks once.
    func attempt<Value: Sendable>(
        _ question: Question, _ bytes: ByteCounter, _ form: Form<Value>
    ) async throws -> Answer<Value> {
        let method = question.name
        let id =
            form.requestID ?? nextID.add(question.calls.count, ordering: .relaxed).oldValue
        let body = try question.encoded(firstID: id)
        let response = try await exchange(method, body, bytes)
        let envelope: Envelope<Value>
        do {
            envelope = try await form.read(
                response, id, configuration.maximumResponseBytes, method, bytes,
                knownOffset.withLock { $0 })
        } catch let error as JSONError where error.reason == .unknownOffset {
            throw OffsetNeeded()
        } catch let error as JSONError {
            guard response.isOpsi || error.reason == .tooLarge else {
                throw response.foreign(method: method)
            }
            throw ServerError(
                error.reason == .tooLarge ? .tooLarge : .malformedAnswer, method: method,
                "the answer cannot be read: \(error)")
        }
        switch envelope {
        case .result(let value):
            return Answer(
                value: value, serverTime: response.serverTime,
                login: response.headers["x-opsi-user-id"])
        case .failure(let failure): throw ServerError(failure, method: method)
        case .text(let text): throw ServerError(.malformedAnswer, method: method, text)
        }
    }
}
