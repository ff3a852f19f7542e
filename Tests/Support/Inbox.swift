/// Things that happen, to be awaited one by one.
public struct Inbox<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    /// An empty one.
    public init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    /// Tells of something.
    public func put(_ element: Element) {
        continuation.yield(element)
    }

    /// Tells that nothing more will happen.
    public func finish() {
        continuation.finish()
    }

    /// The next one; throws where there will be none.
    public func next() async throws -> Element {
        for await element in stream { return element }
        throw CancellationError()
    }
}
