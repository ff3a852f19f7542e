import OpusBackend
public import OpusServer

extension Opus {
    /// Operating systems are looked up of no more clients than this.
    private static let mostSystems = 5_000
    /// Of no more clients than these, depots and groups are read client by client.
    private static let fewClients = 500
    /// Logs that are read only to show what a fault looks like.
    private static let mostExamples = 40

    /// The faults behind failures: is it the package, or the PCs?
    ///
    /// - Parameters:
    ///   - failed: the failed rows.
    ///   - selection: the clients that are looked at; nil for all.
    ///   - readsLogs: whether the logs of clients are read that have a row without a reason.
    ///   - memory: what logs told before; what they tell now is added.
    /// - Returns: the faults, those with the most clients first.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func why(
        _ failed: FailedProducts, on selection: ClientSelection? = nil, readsLogs: Bool = true,
        memory: inout FailureMemory
    ) async throws -> FailureGroups {
        let diagnosed =
            readsLogs
            ? try await diagnose(failed, memory: &memory)
            : DiagnosedFailures(failures: failed.failures(memory), logsRead: 0, problem: nil)
        let tried = try await tried(
            Set(failed.rows.map(\.productID)).sorted(), on: selection)
        let clients = Set(tried.map(\.clientID)).union(failed.rows.map(\.clientID)).sorted()
        let (places, hasSystems) = try await places(ofClients: clients)
        var groups = FailureGrouping(tried: tried, places: places).groups(diagnosed.failures)
        var read = diagnosed.logsRead
        if readsLogs, diagnosed.problem == nil {
            read += try await addExamples(
                to: &groups, &memory, now: failed.serverTime + failed.utcOffset)
        }
        return FailureGroups(
            groups: groups, clients: Set(failed.rows.map(\.clientID)).count, logsRead: read,
            problem: diagnosed.problem, hasSystems: hasSystems)
    }

    /// Looks into one client's log for each fault of which the rows tell a reason and no more.
    ///
    /// - Parameters:
    ///   - groups: the faults, those with the most clients first.
    ///   - memory: what logs told before; what they tell now is added.
    ///   - now: seconds on the server's local clock.
    /// - Returns: how many logs were read.
    /// - Throws: `CancellationError`.
    private func addExamples(
        to groups: inout [FailureGroup], _ memory: inout FailureMemory, now: Int
    ) async throws -> Int {
        var open: [ObjectID: [(group: Int, row: ProductOnClient)]] = [:]
        for (index, group) in groups.enumerated().prefix(Self.mostExamples)
        where group.evidence.isEmpty && group.cause != .cache {
            // A client's log is of its last runs: the latest failure is the likeliest in it.
            guard let row = group.latest, row.failureReason != "" else { continue }
            if let told = memory.told(of: row) {
                groups[index].take(told)
            } else {
                open[row.clientID, default: []].append((index, row))
            }
        }
        var read = 0
        var told: [(group: Int, failure: Failure)] = []
        try await backend.logs(.installation, ofClients: open.keys.sorted()) { _, bytes in
            InstallationLog(bytes)
        } done: { client, result in
            // Without an example, a fault is still told.
            guard case .success(let log) = result else { return }
            read += 1
            for (group, row) in open[client] ?? [] {
                told.append((group, RunMatch(row: row, log: log).failure))
            }
        }
        for (group, failure) in told {
            memory.remember(failure, now: now)
            groups[group].take(failure)
        }
        return read
    }

    /// Rows of products that were tried, whatever came of it.
    private func tried(
        _ products: [ObjectID], on selection: ClientSelection?
    ) async throws -> [ProductOnClient] {
        guard !products.isEmpty else { return [] }
        let query = ProductOnClientQuery(products: products).with { $0.type = .localboot }
        return try await backend.rows(query, on: selection?.ids)
            .filter { $0.actionResult != .none }
    }

    private func places(
        ofClients clients: [ObjectID]
    ) async throws -> (places: ClientPlaces, hasSystems: Bool) {
        guard !clients.isEmpty else { return (ClientPlaces(), false) }
        let wanted = Set(clients)
        // Of many, all are read as fast.
        let asked = clients.count > Self.fewClients ? nil : clients
        var places = ClientPlaces()
        for entry in try await backend.clientDepots(of: asked)
        where wanted.contains(entry.clientID) {
            places.depotOfClient[entry.clientID] = entry.depotID
        }
        var numbers = StringTable()
        for client in clients { _ = numbers.number(of: client) }
        let tree = GroupTree(
            try await backend.groupsWithMembers(of: asked), clients: numbers,
            clientCount: clients.count)
        var marks = Array(repeating: 0, count: tree.groups.count)
        for (number, client) in clients.enumerated() {
            tree.forEachGroup(ofClient: number, mark: number + 1, marks: &marks) { group in
                places.groupsOfClient[client, default: []].insert(tree.groups[group].id)
            }
        }
        guard clients.count <= Self.mostSystems else { return (places, false) }
        places.systemOfClient = try await backend.operatingSystems(ofClients: clients)
            .ofClients.mapValues(\.title)
        return (places, true)
    }
}

extension FailureGroup {
    /// The row that failed last.
    fileprivate var latest: ProductOnClient? {
        failures.map(\.row).max {
            ($0.modificationTime?.seconds ?? 0) < ($1.modificationTime?.seconds ?? 0)
        }
    }

    /// Takes over what one client's log shows. A cause that goes beyond the reason is a guess for
    /// the other clients.
    fileprivate mutating func take(_ failure: Failure) {
        guard let diagnosis = failure.diagnosis, case .log = failure.source else { return }
        evidence = diagnosis.evidence
        example = failure.row.clientID
        guard cause == .scriptReason, diagnosis.cause != .scriptReason,
            diagnosis.cause != .unknown
        else { return }
        cause = diagnosis.cause
        exitCode = diagnosis.exitCode
        isGuessed = diagnosis.isGuessed || failures.count > 1
    }
}
