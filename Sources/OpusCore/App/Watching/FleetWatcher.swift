import OpusBackend
import OpusServer
import Synchronization

/// Gathers what events name, reads it, and tells what became of it.
final class FleetWatcher: Sendable {
    private struct Contents {
        var rows: Set<RowName> = []
        var history = RowHistory()
        /// Whether anything was heard or asked: then it goes on, whatever happens.
        var hasBegun = false
        var hasListened = false
        /// The server's clock when it was last asked what was written.
        var askedAt: ServerClock?
    }

    /// Between two times that it is asked what was written.
    private static let askingInterval = Duration.seconds(5)
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

    /// Stays connected, and asks while it is not.
    func listen() async throws {
        var pause = ReconnectPause()
        while true {
            do {
                try await opus.backend.logIn()
            } catch let error as ServerError {
                // Where it never could be asked, nobody waits for it.
                guard contents.withLock({ $0.hasBegun }) else { throw error }
                report(.missed(error))
                try await Task.sleep(for: pause.next(after: error))
                continue
            }
            do {
                try await opus.backend.listen(
                    to: [.rowCreated, .rowUpdated, .hostConnected, .hostDisconnected]
                ) {
                    pause.reset()
                    contents.withLock { contents in
                        contents.hasBegun = true
                        contents.hasListened = true
                        contents.askedAt = nil
                    }
                    report(.listening)
                } receive: { message in
                    take(message)
                }
            } catch let error as ServerError {
                let (hasBegun, hasListened) = contents.withLock { contents in
                    defer { contents.hasBegun = true }
                    return (contents.hasBegun, contents.hasListened)
                }
                if hasListened { report(.missed(error)) }
                if !hasBegun { report(.asking(error)) }
                try await ask(for: pause.next(after: error))
            }
        }
    }

    /// Asks again and again what was written, for some time.
    private func ask(for time: Duration) async throws {
        let end = ContinuousClock.now + time
        while true {
            do {
                try await ask()
            } catch let error as ServerError {
                // It is told of once, and nothing is asked until the next attempt to listen.
                report(.missed(error))
                try await Task.sleep(until: end, clock: .continuous)
            }
            let next = ContinuousClock.now + Self.askingInterval
            try await Task.sleep(until: min(next, end), clock: .continuous)
            guard next < end else { return }
        }
    }

    /// Asks what was written since the last time, and tells of it.
    private func ask() async throws {
        let clock = try await opus.backend.clockNow()
        let last = contents.withLock { $0.askedAt }
        // What takes long to be written is seen late, with the time at which it began.
        let start = (last ?? clock).localSeconds - ChangeCursor.overlap
        let rows = try await opus.backend.rows(
            changedAfter: LocalTimestamp(seconds: max(0, start)), ofClients: clients)
        contents.withLock { $0.askedAt = clock }
        // What was written before the first time is no news.
        guard last != nil else { return contents.withLock { $0.history.learn(rows) } }
        tell(rows)
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
                missed(names.count)
                continue
            }
            let rows: [ProductOnClient]
            do {
                rows = try await opus.backend.rows(named: names)
            } catch let error as ServerError {
                report(.missed(error))
                continue
            }
            tell(rows)
        }
        try Task.checkCancellation()
    }

    private func tell(_ rows: [ProductOnClient]) {
        let happenings = contents.withLock { contents in
            rows.compactMap { contents.history.happening($0) }
        }
        guard happenings.count <= Self.mostRows else { return missed(happenings.count) }
        for happening in happenings { report(.happened(happening)) }
    }

    private func missed(_ count: Int) {
        report(
            .missed(
                ServerError(
                    .tooLarge,
                    "\(count) products on clients were written at once, and are not told one by "
                        + "one")))
    }
}
