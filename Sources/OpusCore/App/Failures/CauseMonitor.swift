import OpusBackend
public import OpusServer
import Synchronization

/// Finds out bit by bit why products failed, for who looks again and again: from the rows' own
/// reasons, and from the installation logs of the clients that have a row without one
/// (`log_read`).
///
/// A log is read once a failure, one at a time and no more of them in one refresh than a budget
/// allows, as the server has one worker for all of its clients. The latest failures come first.
public final class CauseMonitor: Sendable {
    /// A client sends its log when all products have run: one that is not there, or tells of
    /// another run, is read again after this time, for as long as it may still come.
    static let patience = Duration.seconds(600)
    /// A server that lets the user read no logs is asked again after this time: somebody may have
    /// granted it meanwhile.
    static let patienceWhenRefused = Duration.seconds(3_600)

    /// What a log told that is not the last word.
    private struct Attempt {
        let failure: Failure
        /// When it may be read again; nil where that would be of no use.
        let next: Duration?
    }

    private struct State {
        var memory = FailureMemory()
        var attempts: [FailureMemory.Key: Attempt] = [:]
        /// When logs may be asked for again; nil where they were not refused.
        var refusedUntil: Duration?

        /// Forgets what is of other rows than these.
        mutating func keep(only rows: [ProductOnClient]) {
            memory.keep(only: rows)
            let current = Set(rows.map { FailureMemory.Key(any: $0) })
            attempts = attempts.filter { current.contains($0.key) }
        }

        /// What is known of a row; nil where it may still be found out.
        func failure(of row: ProductOnClient) -> Failure? {
            if let failure = memory.failure(of: row) { return failure }
            let failure = Failure(row)
            guard failure.needsLog else { return failure }
            guard let attempt = attempts[FailureMemory.Key(any: row)], attempt.next == nil else {
                return nil
            }
            return attempt.failure
        }

        /// Clients whose logs may tell more: those never read first, then the latest failures.
        func open(_ rows: [ProductOnClient], at now: Duration) -> [(ObjectID, [ProductOnClient])] {
            if let refusedUntil, now < refusedUntil { return [] }
            let open = rows.filter { row in
                guard memory.failure(of: row) == nil, Failure(row).needsLog else { return false }
                guard let attempt = attempts[FailureMemory.Key(any: row)] else { return true }
                return attempt.next.map { $0 <= now } ?? false
            }
            return Dictionary(grouping: open, by: \.clientID)
                .map { client, rows in
                    let isNew = rows.contains { attempts[FailureMemory.Key(any: $0)] == nil }
                    let latest = rows.compactMap { $0.modificationTime?.seconds }.max() ?? 0
                    return (client: client, rows: rows, isNew: isNew, latest: latest)
                }
                .sorted { left, right in
                    guard left.isNew == right.isNew else { return left.isNew }
                    guard left.latest == right.latest else { return left.latest > right.latest }
                    return left.client < right.client
                }
                .map { ($0.client, $0.rows) }
        }
    }

    private let opus: Opus
    private let budget: Int
    private let uptime: @Sendable () -> Duration
    private let state = Mutex(State())

    /// Prepares to find out; nothing is read yet.
    ///
    /// - Parameters:
    ///   - opus: the server's fleet, which the caller shuts down in the end.
    ///   - logs: how many logs one refresh may read.
    public convenience init(_ opus: Opus, logs: Int) {
        let start = ContinuousClock.now
        self.init(opus, logs: logs) { .now - start }
    }

    /// Prepares by a clock of the caller's: `uptime` is the time since some moment.
    init(_ opus: Opus, logs: Int, uptime: @escaping @Sendable () -> Duration) {
        self.opus = opus
        budget = logs
        self.uptime = uptime
    }

    /// Finds out more. What a refresh that is cancelled has found out is kept.
    ///
    /// - Parameters:
    ///   - clients: the clients with a failed product; where there are none, nothing is read.
    ///   - found: told of what is known once the rows are read, and again whenever logs have told
    ///     more.
    /// - Throws: `ServerError` where rows could not be read, or no log can be; what goes wrong with
    ///   one log is tried again later. That the user may read no logs is thrown once, until that
    ///   changes. `CancellationError`.
    public func refresh(
        failedClients clients: [ObjectID], found: (FailureCauses) -> Void
    ) async throws {
        guard !clients.isEmpty else {
            state.withLock { $0.keep(only: []) }
            return found(FailureCauses([]))
        }
        let rows = try await opus.backend.rows(.failed, on: clients)
        let clock = try await opus.backend.clockNow()
        let open = state.withLock { state in
            state.keep(only: rows)
            return state.open(rows, at: uptime()).prefix(budget)
        }
        found(causes(of: rows))
        guard !open.isEmpty else { return }
        defer { found(causes(of: rows)) }
        for (client, rows) in open {
            try Task.checkCancellation()
            do {
                try await readLog(of: client, rows, now: clock.localSeconds)
            } catch let error as ServerError where error.code == .permission {
                let isNews = state.withLock { state in
                    defer { state.refusedUntil = uptime() + Self.patienceWhenRefused }
                    return state.refusedUntil == nil
                }
                if isNews { throw error }
                return
            }
        }
    }

    private func causes(of rows: [ProductOnClient]) -> FailureCauses {
        state.withLock { state in
            let failures = rows.map { ($0, state.failure(of: $0)) }
            var causes = FailureCauses(failures.map { ($0.0.productID, $0.1?.cause) })
            for (row, failure) in failures {
                guard let diagnosis = failure?.diagnosis else { continue }
                causes.reasons[row.clientID, default: [:]][row.productID] =
                    diagnosis.reason ?? diagnosis.text
            }
            return causes
        }
    }

    private func readLog(
        of client: ObjectID, _ rows: [ProductOnClient], now: Int
    ) async throws {
        let log: Result<InstallationLog, ServerError>
        do {
            log = .success(
                try await opus.backend.log(.installation, ofClient: client) { InstallationLog($0) })
        } catch let error as ServerError {
            guard !error.code.concernsAll else { throw error }
            log = .failure(error)
        }
        state.withLock { state in
            state.refusedUntil = nil
            for row in rows {
                let failure =
                    switch log {
                    case .success(let log): RunMatch(row: row, log: log).failure
                    case .failure(let error): Failure(row, nil, from: .unreadable(error.code))
                    }
                state.memory.remember(failure, now: now)
                guard state.memory.failure(of: row) == nil else { continue }
                // What a row without a time tells of is never known; it is told once.
                let isLast = row.modificationTime == nil && (try? log.get()) != nil
                state.attempts[FailureMemory.Key(any: row)] = Attempt(
                    failure: failure, next: isLast ? nil : uptime() + Self.patience)
            }
        }
    }
}

extension FailureMemory.Key {
    /// The key of any row; those without a time are told apart by what else they say.
    init(any row: ProductOnClient) {
        self =
            Self(row)
            ?? Self(row: row.name, version: row.version ?? "", modified: 0)
    }
}
