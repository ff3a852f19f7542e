import OpusCore

/// Follows clients until the actions that they were asked for are done, or until there is no
/// point in it.
struct Waiter {
    /// Why waiting ended.
    private enum End {
        case over, interrupted, timeIsUp, absentOnly

        var words: String {
            switch self {
            case .over: ""
            case .interrupted: "stopped waiting; "
            case .timeIsUp: "time is up; "
            case .absentOnly:
                "only clients are left that can't be reached, or were not seen for a day; "
            }
        }
    }

    let opus: Opus
    let console: Console
    let options: WaitingOptions

    /// Between two looks at which clients can be reached, in seconds.
    private static let betweenCloseLooks = Duration.seconds(30)
    /// A server that restarts is no reason to stop watching; one that stays away is.
    private static let mostMisses = 60

    /// Looks again and again, and tells what came of it, however it ended.
    func run(_ beginning: FollowedActions) async -> DeedResult {
        var followed = beginning
        let end = await follow(&followed)
        // At Ctrl-C nobody waits for another answer.
        if end != .interrupted, !followed.entries.isEmpty {
            try? await opus.look(at: &followed, .last)
        }
        return result(followed, end)
    }

    /// Looks at once where the server tells that something was written, and now and then anyway:
    /// what it tells can be lost.
    private func follow(_ followed: inout FollowedActions) async -> End {
        let signal = WaitingSignal()
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [opus] in await signal.listen(to: opus) }
            let end = await follow(&followed, signal)
            group.cancelAll()
            return end
        }
    }

    private func follow(_ followed: inout FollowedActions, _ signal: WaitingSignal) async -> End {
        let start = ContinuousClock.now
        var display = ProgressDisplay(isQuiet: console.isQuiet)
        var closeLook: ContinuousClock.Instant?
        var stranded: ContinuousClock.Instant?
        var misses = 0
        while !followed.isOver {
            let now = ContinuousClock.now
            let isClose = closeLook.map { now - $0 >= Self.betweenCloseLooks } ?? true
            do {
                try await opus.look(at: &followed, isClose ? .clients : .rows)
                if isClose { closeLook = now }
                misses = 0
                display.show(followed, after: now - start)
            } catch is CancellationError {
                return .interrupted
            } catch {
                misses += 1
                console.detail(
                    "the server can't be asked right now: \(CommandFailure(error).message)")
                if misses > Self.mostMisses { return .timeIsUp }
            }
            if followed.isOver { return .over }
            stranded = followed.waitsForAbsentOnly ? stranded ?? now : nil
            if let end = endOfPatience(start, stranded) { return end }
            do {
                try await signal.wait(atMost: .seconds(options.waitInterval))
            } catch {
                return .interrupted
            }
        }
        return .over
    }

    private func endOfPatience(
        _ start: ContinuousClock.Instant, _ stranded: ContinuousClock.Instant?
    ) -> End? {
        let now = ContinuousClock.now
        if let minutes = options.waitMinutes, now - start >= .seconds(minutes * 60) {
            return .timeIsUp
        }
        if let stranded, now - stranded >= .seconds(options.waitUnreachable * 60) {
            return .absentOnly
        }
        return nil
    }

    private func result(_ followed: FollowedActions, _ end: End) -> DeedResult {
        let open = followed.open
        let status: ExitStatus
        switch end {
        case .interrupted: status = .interrupted
        case .timeIsUp, .absentOnly:
            status = followed.isOver ? .init(followed.outcomes) : .tryAgain
        case .over: status = ExitStatus(followed.outcomes)
        }
        let done = followed.outcomes.count { $0.state == .succeeded }
        var parts = ["\(done.of("action")) succeeded"] + followed.outcomes.badCounts
        if !open.isEmpty {
            let clients = Set(open.map(\.clientID)).count
            parts.append(
                "\(open.count) on \(clients.of("client")) \(open.count == 1 ? "goes" : "go") on"
                    + " without opus")
        }
        return OutcomeTable.result(
            followed.outcomes, notes: [end.words + parts.joined(separator: ", ")], status: status,
            now: followed.serverTime)
    }
}
