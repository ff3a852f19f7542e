import OpusBackend
public import OpusServer
import Synchronization

/// What who watches a fleet is told.
public enum WatchNews: Sendable {
    /// From now on nothing is missed.
    case listening
    /// Something happened.
    case happened(Happening)
    /// The connection is gone, or more happened at once than could be told; it is tried again.
    case missed(ServerError)
}

extension Opus {
    /// How long events are gathered before what they name is read.
    private static let gatheringTime = Duration.milliseconds(300)

    /// Listens to the server's events, and tells what happens (`wss://HOST:4447/messagebus/v1`,
    /// `productOnClient_getObjects`), until the task is cancelled.
    ///
    /// - Parameters:
    ///   - selection: the clients that are of interest; nil for all.
    ///   - report: told what happens, as it happens.
    /// - Throws: `ServerError` where the server's events can't be heard at all; `CancellationError`.
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

/// Gathers what events name, reads it, and tells what became of it.
private final class FleetWatcher: Sendable {
    private struct Contents {
        var rows: Set<RowName> = []
        var history = RowHistory()
        var hasListened = false
    }

    /// Rows that are told of at once; of more only that they were missed.
    private static let mostRows = 2_000

    private let opus: Opus
    private let clients: Set<ObjectID>?
    private let report: @Sendable (WatchNews) -> Void
    private let contents = Mutex(Contents())
    private let gathered = AsyncStream.makeStream(
        of: Void.self, bufferingPolicy: .bufferingNewest(1))

    init(
        _ opus: Opus, _ selection: ClientSelection?,
        _ report: @escaping @Sendable (WatchNews) -> Void
    ) {
        self.opus = opus
        clients = selection.map { Set($0.ids) }
        self.report = report
    }

    /// Stays connected.
    func listen() async throws {
        var pause = ReconnectPause()
        while true {
            do {
                try await opus.backend.logIn()
                try await opus.backend.listen(
                    to: [.rowCreated, .rowUpdated, .hostConnected, .hostDisconnected]
                ) {
                    pause.reset()
                    contents.withLock { $0.hasListened = true }
                    report(.listening)
                } receive: { message in
                    take(message)
                }
            } catch let error as ServerError {
                // Where it never could be heard, nobody waits for it.
                guard contents.withLock({ $0.hasListened }) else { throw error }
                report(.missed(error))
                try await Task.sleep(
                    for: pause.next(after: error, fraction: Double.random(in: 0...1)))
            }
        }
    }

    private func take(_ message: BusMessage) {
        guard case .event(let event) = message else { return }
        switch event.subject {
        case .row(let client, let product):
            let name = RowName(client: client, product: product)
            guard clients?.contains(client) ?? true, name.isExact else { return }
            contents.withLock { _ = $0.rows.insert(name) }
            gathered.continuation.yield()
        case .host(let id, let isClient):
            guard clients?.contains(id) ?? true, isClient ?? true else { return }
            let kind: Happening.Kind = event.kind == .hostConnected ? .online : .offline
            report(
                .happened(
                    Happening(kind: kind, client: id, product: nil, action: "", detail: "")))
        default: break
        }
    }

    /// Reads what is named again and again, and tells of it.
    func tell(after time: Duration) async throws {
        for await _ in gathered.stream {
            try await Task.sleep(for: time)
            let names = contents.withLock { contents in
                defer { contents.rows = [] }
                return contents.rows
            }
            guard !names.isEmpty else { continue }
            guard names.count <= Self.mostRows else {
                report(
                    .missed(
                        ServerError(
                            .tooLarge,
                            "\(names.count) products on clients were written at once, and are not "
                                + "told one by one")))
                continue
            }
            let rows: [ProductOnClient]
            do {
                rows = try await opus.backend.rows(named: names)
            } catch let error as ServerError {
                report(.missed(error))
                continue
            }
            let happenings = contents.withLock { contents in
                rows.compactMap { contents.history.happening($0) }
            }
            for happening in happenings { report(.happened(happening)) }
        }
        try Task.checkCancellation()
    }
}
