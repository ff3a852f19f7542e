import Synchronization

extension RPCClient {
    /// What makes an answer's result of its body.
    struct Form<Value: Sendable>: Sendable {
        /// The id that the request must have; nil for the next one.
        var requestID: Int?
        /// Reads the answer to a request of the given id, in bytes up to the limit, where the
        /// server's local time is so many seconds ahead of UTC.
        var read:
            @Sendable (
                _ response: TransportResponse, _ id: Int, _ limit: Int, _ method: String,
                _ counter: ByteCounter, _ utcOffset: Int?
            ) async throws -> Envelope<Value>

        /// Reads the result when the whole answer is there.
        static func whole(
            _ read: @escaping @Sendable (inout JSONReader) throws(JSONError) -> Value
        ) -> Self {
            Form { response, id, limit, method, counter, utcOffset in
                let content = try await response.content(
                    limit: limit, method: method, counter: counter)
                return try Envelope(content, id: id, utcOffset: utcOffset, read: read)
            }
        }

        /// Reads the answers to several calls, each into its place.
        static func together(_ calls: [any TogetherCall]) -> Self where Value == Bool {
            Form { response, id, limit, method, counter, utcOffset in
                let content = try await response.content(
                    limit: limit, method: method, counter: counter)
                try Envelope<Bool>.readAll(
                    content, firstID: id, utcOffset: utcOffset, calls)
                return .result(true)
            }
        }

        /// Reads a list as it comes.
        static func list<Elements: ElementReader>(
            _ elements: @escaping @Sendable () -> Elements
        ) -> Self where Elements.Value == Value {
            Form { response, id, limit, method, counter, utcOffset in
                var reader = AnswerReader(id: id, utcOffset: utcOffset, elements)
                try await response.read(limit: limit, method: method, counter: counter) {
                    bytes throws(JSONError) in
                    try reader.take(bytes)
                }
                return try reader.finish()
            }
        }

        /// Reads a list as it comes, unless it is the one that came the last time.
        static func list<Elements: ElementReader>(
            _ call: AnswerRecall.Call, _ elements: @escaping @Sendable () -> Elements
        ) -> Self where Elements.Value == Value {
            Form(requestID: AnswerRecall.requestID) {
                response, id, limit, method, counter, utcOffset in
                try await call.read(response, utcOffset: utcOffset) { comparison in
                    var reader = AnswerReader(id: id, utcOffset: utcOffset, elements)
                    let isSame = try await response.read(
                        limit: limit, method: method, counter: counter, comparing: &comparison
                    ) { bytes throws(JSONError) in try reader.take(bytes) }
                    return isSame ? nil : try reader.finish()
                }
            }
        }
    }
}

/// Counts the bytes of all attempts of one call.
final class ByteCounter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func add(_ bytes: Int) { count.add(bytes, ordering: .relaxed) }
}
