/// Asks for a collection before its time.
final class CollectionRequests: Sendable {
    /// Those that nobody has seen to yet are one.
    let stream: AsyncStream<Void>
    private let sender: AsyncStream<Void>.Continuation

    init() {
        (stream, sender) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Asks for one.
    func request() { sender.yield() }
}
