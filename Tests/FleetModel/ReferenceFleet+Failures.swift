// What failed by version, and since when.
extension ReferenceFleet {
    /// The families of versions that failed, labelled `depot product version`, and since when clients
    /// are failed.
    package func failureCounts() -> Counts {
        var counts = Counts()
        for client in clients { count(rows(of: client), of: client, in: &counts) }
        return counts
    }

    /// Whether a row's action ended in the last six hours, as far as the row tells.
    private func isRecent(_ row: Object) -> Bool {
        guard !isPending(row), let modified = time(row, "modificationTime") else { return false }
        return abs(unixTime - modified) <= 6 * 60 * 60
    }

    /// Counts versions that failed on clients of the same depot, and since when the client is failed.
    private func count(_ rows: [Object], of client: Object, in counts: inout Counts) {
        let family = "opsi_product_version_clients_"
        let depot = depot(of: client)
        func version(_ row: Object) -> String {
            guard let version = text(row, "productVersion") else { return "" }
            return text(row, "packageVersion").map { version + "-" + $0 } ?? version
        }
        for row in rows where isFailed(row) {
            let label = "\(depot) \(id(row, "productId")) \(version(row))"
            counts.add(family + "failed", label, 1)
            counts.add(family + "failed_recently", label, isRecent(row) ? 1 : 0)
        }
        if let since = rows.filter(isFailed).compactMap({ time($0, "modificationTime") }).min() {
            counts.set("opsi_client_failed_since_timestamp_seconds", id(client, "id"), since)
        }
        for row in rows {
            guard let onDepot = self.version(of: id(row, "productId"), on: depot),
                hasFailed(id(row, "productId"), onDepot, on: depot)
            else { continue }
            let label = "\(depot) \(id(row, "productId")) \(onDepot)"
            let isWaiting = isPending(row) && text(row, "actionRequest") != "uninstall"
            counts.add(family + "waiting", label, isWaiting ? 1 : 0)
            let isDone =
                text(row, "actionResult") == "successful" && isInstalled(row)
                && version(row) == onDepot
            counts.add(family + "succeeded", label, isDone ? 1 : 0)
            counts.add(family + "succeeded_recently", label, isDone && isRecent(row) ? 1 : 0)
        }
    }

    private func hasFailed(_ product: String, _ version: String, on depot: String) -> Bool {
        clients.filter { self.depot(of: $0) == depot }.flatMap(rows).contains { row in
            isFailed(row) && id(row, "productId") == product
                && "\(text(row, "productVersion") ?? "")-\(text(row, "packageVersion") ?? "")"
                    == version
        }
    }
}
