/// Things that happen, to be awaited one by one.
struct Inbox<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func put(_ element: Element) {
        continuation.yield(element)
    }

    func finish() {
        continuation.finish()
    }

    /// The next one; throws where there will be none.
    func next() async throws -> Element {
        for await element in stream { return element }
        throw CancellationError()
    }
}
