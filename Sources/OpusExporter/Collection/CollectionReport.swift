import Logging
import OpusCore
import Synchronization

/// Tells board and log how one server's collections go.
struct CollectionReport: Sendable {
    let board: MetricsBoard
    /// The server's place on the board.
    let server: Int
    let logger: Logger
    let unixTime: @Sendable () -> Double
    /// The depots that are to be watched; nil for all.
    var depots: Set<ObjectID>?

    /// What it took to know the fleet.
    var account: @Sendable () -> FleetAccount = { FleetAccount() }
    /// When the server's certificate ends, in Unix seconds.
    var certificateExpiry: @Sendable () -> Int? = { nil }

    /// A collection ended.
    func ended(
        _ result: Result<CollectedFleet, CollectionFailure>, after duration: Duration,
        calls: [MethodCalls]
    ) {
        var wasUp = false
        var isFirst = false
        var withheld: [String] = []
        let time = unixTime()
        let account = account()
        // Where events are heard, counts will have changed again when somebody asks.
        let fleet = try? result.get()
        let countsLater = account.isListening && fleet != nil
        // Not within the board's lock, for which scrapes wait.
        let summary = countsLater ? nil : fleet?.summary()
        board.update(server: server, whenAsked: countsLater) { metrics in
            wasUp = metrics.isUp
            isFirst = metrics.collections == 0
            metrics.collections += 1
            metrics.lastDuration = duration
            metrics.calls = calls
            metrics.certificateExpiry = certificateExpiry()
            metrics.note(account, at: time)
            switch result {
            case .success(let fleet):
                metrics.isUp = true
                metrics.lastSuccess = time
                if let summary {
                    metrics.fleet = summary
                } else if metrics.fleet == nil {
                    metrics.fleet = fleet.summary()
                }
                withheld = metrics.takeNewlyWithheld()
                if let error = fleet.outline.groupsError {
                    metrics.note(error.code, "\(error)", at: time)
                }
            case .failure(let failure):
                metrics.isUp = false
                metrics.note(failure.reason, failure.message, at: time)
            }
        }
        if countsLater, let fleet { counted(fleet.summary, calls: { calls }) }
        if !withheld.isEmpty {
            logger.warning(
                "families are withheld: they would have more series than their limit allows",
                metadata: ["families": "\(withheld.joined(separator: ","))"])
        }
        switch result {
        case .success(let fleet):
            let isNews = isFirst || !wasUp
            log(fleet.outline, duration, isNews: isNews)
            if isNews { warn(ofDepotsMissingIn: fleet.outline) }
        case .failure(let failure):
            logger.error(
                "collection failed: \(failure.message)",
                metadata: [
                    "reason": "\(failure.reason.rawValue)", "seconds": "\(duration.rounded)",
                ])
        }
    }

    /// More is known of why products failed.
    func found(_ causes: FailureCauses) {
        board.update(server: server) { $0.causes = causes }
    }

    /// Nothing could be found out of why products failed.
    func failedToFindCauses(_ failure: CollectionFailure) {
        let time = unixTime()
        board.update(server: server) { metrics in
            metrics.note(failure.reason, failure.message, at: time)
        }
        logger.warning(
            "why products failed could not be found out: \(failure.message)",
            metadata: ["reason": "\(failure.reason.rawValue)"])
    }

    /// More was read, which is counted when somebody asks.
    func counted(
        _ fleet: @escaping @Sendable () -> FleetSummary?,
        calls: @escaping @Sendable () -> [MethodCalls]
    ) {
        board.updateWhenAsked(server: server) { metrics in
            metrics.note(account(), at: unixTime())
            metrics.calls = calls()
            // Data that was withdrawn comes back with a collection.
            if metrics.fleet != nil, let fleet = fleet() { metrics.fleet = fleet }
        }
    }

    /// The server's events are heard from now on.
    func connected() {
        let time = unixTime()
        board.update(server: server) { metrics in
            metrics.eventsRefused = nil
            metrics.note(account(), at: time)
        }
        logger.info("the server's events are heard: what is written is counted a second later")
    }

    /// The server's events are not heard, or not any more.
    func disconnected(_ error: ServerError) {
        let time = unixTime()
        var isNews = false
        board.update(server: server) { metrics in
            isNews = metrics.eventsRefused != error.code
            metrics.eventsRefused = error.code
            metrics.note(account(), at: time)
        }
        logger.log(
            level: isNews ? .warning : .debug,
            "the server's events are not heard, what changed is asked for instead: \(error)",
            metadata: ["reason": "\(error.code.rawValue)"])
    }

    /// A collection ended that had been cancelled for want of time.
    func endedTooLate() {
        logger.debug("the cancelled collection has ended")
    }

    /// The data became too old to be shown.
    func withdrew() {
        board.update(server: server) { $0.fleet = nil }
        logger.warning("the fleet's data is too old and is not shown any more")
    }

    /// Collections were due while another one was running.
    func skipped(_ count: Int) {
        let time = unixTime()
        board.update(server: server) { metrics in
            metrics.skipped += count
            // Nothing is known of now, whatever the one that still runs may bring.
            metrics.isUp = false
            metrics.note(
                .timeout, "the collection is overdue: the one before is still running", at: time,
                count: count)
        }
        logger.warning(
            "collection skipped: the one before is still running", metadata: ["skipped": "\(count)"]
        )
    }

    /// A misspelt depot among several would otherwise pass for one without clients.
    private func warn(ofDepotsMissingIn fleet: FleetOutline) {
        let missing = (depots ?? []).subtracting(fleet.depots)
        guard !missing.isEmpty else { return }
        logger.warning(
            """
            the server has no such depots, and nothing of them is counted: name depots as opsi \
            lists them
            """,
            metadata: ["depots": "\(missing.sorted().map(\.text).joined(separator: ","))"])
    }

    private func log(_ fleet: FleetOutline, _ duration: Duration, isNews: Bool) {
        logger.log(
            level: isNews ? .info : .debug, "collected",
            metadata: [
                "clients": "\(fleet.clients)",
                "depots": "\(fleet.depots.count)",
                "seconds": "\(duration.rounded)",
            ])
        if let error = fleet.groupsError {
            logger.warning(
                "host groups could not be read and are left out: \(error)",
                metadata: ["reason": "\(error.code.rawValue)"])
        }
    }
}

extension Duration {
    /// The length in seconds, rounded to what a reader of a log cares for.
    fileprivate var rounded: Double { (self / .milliseconds(1)).rounded() / 1000 }
}
