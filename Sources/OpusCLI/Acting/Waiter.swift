import OpusCore

/// Follows clients until the actions that they were asked for are done.
struct Waiter {
    let context: CommandContext
    let report: ActionReport
    let options: RolloutOptions

    /// Looks again and again.
    ///
    /// - Returns: how it ended: all done, some failed, time is up, or interrupted.
    func run() async throws -> ExitStatus {
        let start = ContinuousClock.now
        let end = options.waitMinutes.map { start + .seconds($0 * 60) }
        var display = ProgressDisplay(isQuiet: context.console.isQuiet)
        // Whoever stops before the first answer is told of all that goes on, not of nothing.
        var last = report.startingProgress
        var misses = 0
        while true {
            do {
                last = try await context.opus.progress(of: report)
                misses = 0
                display.show(last, after: ContinuousClock.now - start)
                if last.allSatisfy(\.isOver) { break }
                if let end, ContinuousClock.now >= end {
                    tellOpen(last, "time is up")
                    return .tryAgain
                }
            } catch let error as ServerError where error.code.mayPass && misses < 60 {
                // A server that restarts is no reason to stop watching.
                misses += 1
                context.console.detail("the server can't be asked right now: \(error.message)")
            } catch is CancellationError {
                tellOpen(last, "stopped waiting")
                return .interrupted
            }
            do {
                try await Task.sleep(for: .seconds(options.waitInterval))
            } catch {
                tellOpen(last, "stopped waiting")
                return .interrupted
            }
        }
        return try tellEnd(last)
    }

    /// Longer lists of what went wrong are cut: `opus failed` has the whole.
    private static let mostListed = 100

    private static func counted(_ count: Int, _ noun: String) -> String {
        "\(count) \(noun)\(count == 1 ? "" : "s")"
    }

    private func tellOpen(_ progress: [ActionProgress], _ reason: String) {
        let open = progress.filter { !$0.isOver }
        let clients = Set(open.map(\.clientID)).count
        context.console.note(
            "\(reason); \(Self.counted(open.count, "action")) on"
                + " \(Self.counted(clients, "client")) \(open.count == 1 ? "goes" : "go") on"
                + " without opus:")
        for entry in open.prefix(20) {
            context.console.note("  \(entry.clientID.text.visible) \(entry.productID.text.visible)")
        }
        if open.count > 20 { context.console.note("  … and \(open.count - 20) more") }
    }

    private func tellEnd(_ progress: [ActionProgress]) throws -> ExitStatus {
        let bad = progress.filter { $0.state != .succeeded }
        guard !bad.isEmpty else {
            context.console.note(
                progress.count == 1
                    ? "the action is done" : "all \(progress.count) actions are done")
            return .done
        }
        let rows: [[Cell]] = bad.prefix(Self.mostListed).map { entry in
            let isFailed = entry.state == .failed
            return [
                .text(entry.clientID.text), .text(entry.productID.text),
                .text(isFailed ? "failed" : "unknown", style: .bad),
                .text(
                    isFailed
                        ? "the client reports a failure; its log says why"
                        : "the request is gone and nothing was reported"),
            ]
        }
        let table = Table(
            [
                Column("client", "CLIENT", fit: .flexible), Column("product", "PRODUCT"),
                Column("result", "RESULT"), Column("reason", "REASON", fit: .flexible),
            ], rows)
        let width = context.console.renderer.width ?? 100
        let text = TableText(width: width, hasColour: false).of(table)
        let good = progress.count - bad.count
        context.console.note(
            "\(Self.counted(good, "action")) \(good == 1 ? "is" : "are") done,"
                + " \(bad.count) \(bad.count == 1 ? "is" : "are") not:\n" + text.dropLast())
        if bad.count > rows.count {
            context.console.note(
                "… and \(bad.count - rows.count) more; `opus failed` lists all that failed")
        }
        return .partial
    }
}
