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
        do {
            for try await chunk in body {
                counter.add(chunk.readableBytes)
                if let inflater {
                    try chunk.withUnsafeReadableBytes { try inflater.inflate($0, take) }
                } else {
                    total += chunk.readableBytes
                    guard total <= limit else { throw tooLarge() }
                    try chunk.withUnsafeReadableBytes { try take($0.bindMemory(to: UInt8.self)) }
                }
            }
            try inflater?.finish()
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
