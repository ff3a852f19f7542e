import MockSupport
import OpsiMock
import OpusServer

/// Runs a body with a mock of a fleet and a server that asks it, which is shut down however the body
/// ends.
func withServer(
    of fleet: OpsiMock.Fleet = .init(), configuration: OpsiMock.Configuration = .init(),
    _ change: (inout ServerConfiguration) -> Void = { _ in },
    isolation: isolated (any Actor)? = #isolation,
    _ body: (OpsiMock, Server) async throws -> Void
) async throws {
    try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
        var access = mock.access()
        change(&access)
        let server = try Server(access)
        do {
            try await body(mock, server)
        } catch {
            await server.shutdown()
            throw error
        }
        await server.shutdown()
    }
}

extension OpsiMock.Fleet {
    /// A made-up fleet whose clients all have an address, so that they can be called.
    static func callable(clients: Int, products: Int, groups: Int, seed: UInt64) -> Self {
        var fleet = generated(clients: clients, products: products, groups: groups, seed: seed)
        for client in fleet.clientIds { fleet.setHost(client, ["ipAddress": "127.0.0.9"]) }
        return fleet
    }
}
