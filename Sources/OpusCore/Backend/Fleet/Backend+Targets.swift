package import OpusServer

// What selecting clients reads: as little as an expression needs.
extension Backend {
    /// What the states of clients rest on that show in a few rows: failed, pending and stuck, and
    /// those that show in the clients themselves.
    ///
    /// - Parameters:
    ///   - clients: the clients, each once.
    ///   - areAll: whether these are all that the server has.
    ///   - failed: whether failed rows are read.
    ///   - pending: whether rows with a pending action are read.
    ///   - clock: the server's clock, or a stopped one where no time matters.
    /// - Returns: the clients with those rows; nothing of depots.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func records(
        of clients: [ClientTimes], areAll: Bool, failed: Bool, pending: Bool, clock: ServerClock
    ) async throws -> ClientRecords {
        var records = ClientRecords(clock: clock)
        records.setClients(clients)
        let ids = areAll ? nil : clients.map(\.id)
        let numbers = records.states.clients
        if failed {
            records.states.append(try await server.table(.failed.on(ids)).rows) {
                numbers.existingNumber(of: $0)
            }
        }
        if pending {
            records.states.append(try await server.table(.pending.on(ids)).rows) {
                numbers.existingNumber(of: $0)
            }
        }
        return records
    }
}
