import OpusBackend
public import OpusServer

/// What who watches a fleet is told.
public enum WatchNews: Sendable {
    /// From now on nothing is missed.
    case listening
    /// The server's events can't be heard, for the reason given: the server is asked again and again
    /// what was written. Clients that come and go are not told then, nor what keeps an old time.
    case asking(ServerError)
    /// Something happened.
    case happened(Happening)
    /// The connection is gone, or more happened at once than could be told; it is tried again.
    case missed(ServerError)
}

extension Opus {
    /// How long events are gathered before what they name is read.
    private static let gatheringTime = Duration.milliseconds(300)

    /// Listens to the server's events, and tells what happens (`wss://HOST:4447/messagebus/v1`,
    /// `productOnClient_getObjects`), until the task is cancelled. Where they can't be heard, it asks
    /// for the rows that were written, every 5 s.
    ///
    /// - Parameters:
    ///   - selection: the clients that are of interest; nil for all.
    ///   - report: told what happens, as it happens.
    /// - Throws: `ServerError` where the server can't be asked at all; `CancellationError`.
    public func watch(
        _ selection: ClientSelection?, _ report: @escaping @Sendable (WatchNews) -> Void
    ) async throws {
        let watcher = FleetWatcher(self, selection, report)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await watcher.listen() }
            group.addTask { try await watcher.tell(after: Self.gatheringTime) }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Listens to the server's events until its connection ends, and says when something may have
    /// become of products on clients.
    ///
    /// - Parameter changed: called when events are heard from now on, and after each that is about
    ///   a product on a client, or that cannot be read; with the client, where it is known.
    /// - Throws: `ServerError` that says why it ended; `CancellationError`.
    public func listen(_ changed: @escaping @Sendable (ObjectID?) -> Void) async throws {
        try await backend.listen(to: [.rowCreated, .rowUpdated, .rowDeleted]) {
            changed(nil)
        } receive: { message in
            guard case .event(let event) = message, case .row(let client, _) = event.subject else {
                return changed(nil)
            }
            changed(client)
        }
    }
}
