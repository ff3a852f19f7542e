package import OpusServer

extension Backend {
    /// The models of clients' computers, as hardware audits found them.
    ///
    /// - Parameter clientIDs: exact ids; none asks for nothing.
    /// - Returns: the latest model of each client that an audit has run on.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func computerModels(ofClients clientIDs: [ObjectID]) async throws -> [ObjectID: String]
    {
        let found = try await batched(clientIDs, by: CallSize.systems) { server, ids in
            try await server.computers(ofClients: ids)
        }.flatMap(\.self)
        var latest: [ObjectID: Computer] = [:]
        for computer in found where !computer.model.isEmpty {
            let age = { (computer: Computer) in computer.lastSeen?.seconds ?? 0 }
            if let known = latest[computer.clientID], age(known) > age(computer) { continue }
            latest[computer.clientID] = computer
        }
        return latest.mapValues { $0.vendor.isEmpty ? $0.model : "\($0.vendor) \($0.model)" }
    }
}
