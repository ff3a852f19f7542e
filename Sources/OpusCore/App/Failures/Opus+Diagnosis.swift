import OpusBackend
public import OpusServer

/// The failures of a fleet, with what is known of each.
public struct DiagnosedFailures: Sendable {
    /// As many as there are failed rows, in their order.
    public let failures: [Failure]
    /// How many logs were read for it.
    public let logsRead: Int
    /// Why reading logs was given up before all were read; nil where it was not.
    public let problem: ServerError?
}

extension FailedProducts {
    /// The failures, with what the rows themselves tell, and what logs told before.
    ///
    /// - Parameter memory: what logs told before.
    /// - Returns: a failure a row, in their order.
    public func failures(_ memory: FailureMemory) -> [Failure] {
        rows.map { memory.failure(of: $0) ?? Failure($0) }
    }

    /// Those of the rows that meet a condition.
    ///
    /// - Parameter isIncluded: the condition.
    /// - Returns: the failures that are left.
    public func filtered(_ isIncluded: (ProductOnClient) -> Bool) -> FailedProducts {
        FailedProducts(
            rows: rows.filter(isIncluded), serverTime: serverTime, utcOffset: utcOffset)
    }
}

extension Opus {
    /// Finds out why products failed: from the rows' own reasons, and from the installation logs of
    /// the clients that have a row without one.
    ///
    /// A log is read once a client, a few at a time, and not where the memory knows what it tells.
    /// How far reading has come is told to the observer that `Opus` was given.
    ///
    /// - Parameters:
    ///   - failed: the failed rows.
    ///   - memory: what logs told before; what they tell now is added.
    /// - Returns: the failures. What goes wrong with one log is told with that failure.
    /// - Throws: `CancellationError`.
    public func diagnose(
        _ failed: FailedProducts, memory: inout FailureMemory
    ) async throws -> DiagnosedFailures {
        var failures = failed.failures(memory)
        var open: [ObjectID: [Int]] = [:]
        for (index, failure) in failures.enumerated() where failure.needsLog {
            open[failure.row.clientID, default: []].append(index)
        }
        var learnt: [Failure] = []
        var read = 0
        var problem: ServerError?
        try await backend.logs(.installation, ofClients: open.keys.sorted()) { _, bytes in
            InstallationLog(bytes)
        } done: { client, result in
            for index in open[client] ?? [] {
                let row = failures[index].row
                switch result {
                case .success(let log): failures[index] = RunMatch(row: row, log: log).failure
                case .failure(let error):
                    failures[index] = Failure(row, nil, from: .unreadable(error.code))
                }
                learnt.append(failures[index])
            }
            switch result {
            case .success: read += 1
            case .failure(let error): if error.code.concernsAll { problem = problem ?? error }
            }
        }
        let now = failed.serverTime + failed.utcOffset
        for failure in learnt { memory.remember(failure, now: now) }
        return DiagnosedFailures(failures: failures, logsRead: read, problem: problem)
    }
}
