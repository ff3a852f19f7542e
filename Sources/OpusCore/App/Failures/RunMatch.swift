import OpusServer

/// Finds the run that a failed row tells of.
///
/// A client that was switched off sends no log: then the server's is that of an earlier run. The
/// row has the server's local time, the log the client's.
struct RunMatch {
    /// Between the end of a run and the row that the client writes then, with clocks that differ.
    private static let toleranceSeconds = 900
    /// Where opsiconfd cuts what one write brings.
    private static let serverLimit = 10_000_000
    /// A log cut at the limit ends with a whole line, a little below it.
    private static let limitMargin = 100_000

    let row: ProductOnClient
    let log: InstallationLog

    /// What the log tells of the row.
    var failure: Failure {
        guard log.byteCount > 0 else { return Failure(row, nil, from: .noLog) }
        let runs = log.runs.filter { $0.isOf(row.productID.text.utf8) }
        guard let last = runs.last else {
            return Failure(row, nil, from: isCutOff ? .cutOff : .noRun)
        }
        let run = runs.last(where: isAtRowsTime) ?? last
        guard isAtRowsTime(run) || wasChangedSince(run) else {
            return Failure(row, nil, from: .otherRun)
        }
        guard var diagnosis = run.diagnosis else {
            return Failure(row, nil, from: .success)
        }
        // Where the end is missing, the run need not have been interrupted.
        if run.ending == .interrupted, run == log.runs.last, isCutOff {
            return Failure(row, nil, from: .cutOff)
        }
        if !isAtRowsTime(run) { diagnosis.isGuessed = true }
        return Failure(row, diagnosis, from: .log(lines: run.lines))
    }

    private var isCutOff: Bool { log.byteCount >= Self.serverLimit - Self.limitMargin }

    private func isAtRowsTime(_ run: LogRun) -> Bool {
        guard let modified = row.modificationTime?.seconds,
            let ended = run.ended?.seconds(near: modified)
        else { return false }
        return abs(modified - ended) <= Self.toleranceSeconds
    }

    /// Whether the row's time is another than the failure's: a new request moves it, and some
    /// writers store none.
    private func wasChangedSince(_ run: LogRun) -> Bool {
        guard let modified = row.modificationTime?.seconds,
            let ended = run.ended?.seconds(near: modified)
        else { return row.modificationTime == nil || run.ended == nil }
        let isRequested = row.actionRequest != ActionRequest.none && row.actionRequest != .always
        return isRequested && ended < modified
    }
}

extension LogMoment {
    /// Seconds of the local clock. Where the format tells neither month nor year, they are those
    /// of a moment nearby, in local seconds; nil where no day nearby fits.
    func seconds(near moment: Int) -> Int? {
        if let date {
            func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let year = String("000\(date.year)".suffix(4))
            return LocalTimestamp("\(year)-\(padded(date.month))-\(padded(day)) 00:00:00").map {
                $0.seconds + secondOfDay
            }
        }
        let midnight = moment - moment % 86_400
        return [midnight, midnight - 86_400, midnight + 86_400].first {
            LocalTimestamp(seconds: $0).day == day
        }.map { $0 + secondOfDay }
    }
}
