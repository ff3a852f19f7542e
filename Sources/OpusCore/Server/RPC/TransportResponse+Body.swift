import NIOCore

extension TransportResponse {
    /// The whole body, inflated.
    func content(limit: Int, method: String, counter: ByteCounter) async throws -> [UInt8] {
        var content: [UInt8] = []
        try await read(limit: limit, method: method, counter: counter) { bytes in
            content.append(contentsOf: bytes)
        }
        return content
    }

    /// Reads the body as it comes, inflated.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that may come, after inflating.
    ///   - method: the method that was called, for errors.
    ///   - counter: counts the bytes that come, before inflating.
    ///   - take: gets the bytes piece by piece.
    /// - Throws: `JSONError` where `take` throws one; `ServerError`, `TransportFailure` or
    ///   `CancellationError`.
    func read(
        limit: Int, method: String, counter: ByteCounter,
        _ take: (UnsafeBufferPointer<UInt8>) throws(JSONError) -> Void
    ) async throws {
        // There is nothing to be the same as.
        var comparison: AnswerComparison?
        _ = try await read(
            limit: limit, method: method, counter: counter, comparing: &comparison, take)
    }

    /// Reads the body as it comes, inflated, unless it is the same as an earlier one.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that may come, after inflating.
    ///   - method: the method that was called, for errors.
    ///   - counter: counts the bytes that come, before inflating.
    ///   - comparison: compares it with the earlier one; nil compares nothing.
    ///   - take: gets the bytes piece by piece.
    /// - Returns: whether it is the same; `take` got nothing then.
    /// - Throws: `JSONError` where `take` throws one; `ServerError`, `TransportFailure` or
    ///   `CancellationError`.
    func read(
        limit: Int, method: String, counter: ByteCounter,
        comparing comparison: inout AnswerComparison?,
        _ take: (UnsafeBufferPointer<UInt8>) throws(JSONError) -> Void
    ) async throws -> Bool {
        func tooLarge() -> ServerError {
            ServerError(
                .tooLarge, method: method,
                "the answer is larger than the limit of \(limit) bytes")
        }
        let inflater: Inflater?
        switch headers["content-encoding"]?.lowercased() {
        case nil, "", "identity": inflater = nil
        case "gzip": inflater = Inflater(limit: limit)
        case let encoding?:
            throw ServerError(
                .malformedAnswer, method: method,
                "the answer is encoded as \"\(encoding)\", which was not asked for")
        }
        var total = 0
        func handOn(_ bytes: UnsafeRawBufferPointer) throws {
            if let inflater { return try inflater.inflate(bytes, take) }
            total += bytes.count
            guard total <= limit else { throw tooLarge() }
            try take(bytes.bindMemory(to: UInt8.self))
        }
        do {
            for try await chunk in body {
                counter.add(chunk.readableBytes)
                try chunk.withUnsafeReadableBytes { bytes in
                    if comparison == nil { return try handOn(bytes) }
                    try comparison?.take(bytes, handOn)
                }
            }
            if try comparison?.finish(handOn) ?? false { return true }
            try inflater?.finish()
            return false
        } catch let failure as Inflater.Failure {
            switch failure {
            case .tooLarge: throw tooLarge()
            case .corrupt, .truncated:
                throw ServerError(
                    .malformedAnswer, method: method, "the answer's gzip data is \(failure)")
            }
        } catch let error as ServerError {
            throw error
        } catch let error as JSONError {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw TransportFailure(error, answerBegun: true)
        }
    }
}
