extension World {
    /// A log as it can be read: what was written, or, in a generated fleet, what failures must
    /// have left behind. It is made when it is asked for, as a big fleet has thousands of them.
    func logText(_ log: LogName, limit: Int) -> String {
        if !logs.has(log), log.type == "instlog", let seed = fleet.seed, let id = log.objectId {
            return LogStore.beginning(of: generatedLog(of: id, seed: seed), limit: limit)
        }
        return logs.text(log, limit: limit)
    }

    private func generatedLog(of client: String, seed: UInt64) -> String {
        let failed = fleet.productsOnClient(client).filter { $0.actionResult == "failed" }
            .compactMap { row in
                WireTime.seconds(row.modificationTime ?? "").map { (time: $0, row: row) }
            }
            .sorted { ($0.time, $0.row.productId) < ($1.time, $1.row.productId) }
        guard let first = failed.first else { return "" }
        let depot = try? fleet.depot(ofClient: client)
        var log = InstallationLog(client: client, at: first.time - Self.secondsOfRun)
        for (time, row) in failed {
            log.move(to: time - Self.secondsOfRun)
            let onDepot = depot.flatMap { try? product(row.productId, onDepot: $0) }
            let failing = InstallationLog.Product(
                id: row.productId,
                productVersion: row.productVersion ?? onDepot?["productVersion"].string ?? "1.0",
                packageVersion: row.packageVersion ?? onDepot?["packageVersion"].string ?? "1",
                action: row.lastAction ?? "setup")
            log.fail(
                failing, OpsiMock.FailureKind.of(product: row.productId, on: client, seed: seed))
        }
        log.submit()
        return log.text
    }

    /// How long before its row is written a run begins.
    private static let secondsOfRun = 30
}

extension OpsiMock.Fleet {
    /// Why a product of a generated fleet failed on a client: the truth that its row and its log
    /// tell of; nothing where it has not failed, or the fleet is not generated.
    public func failure(of productId: String, on clientId: String) -> OpsiMock.FailureKind? {
        guard let seed, productOnClient(productId, on: clientId)?.actionResult == "failed" else {
            return nil
        }
        return OpsiMock.FailureKind.of(product: productId, on: clientId, seed: seed)
    }
}
