import OpsiMock
import OpusServer

/// Runs a body with a mock of a fleet and a server that asks it, which is shut down however the body
/// ends.
func withServer(
    of fleet: OpsiMock.Fleet, retries: RetryPolicy = .init(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (OpsiMock, Server) async throws -> Void
) async throws {
    try await withOpsiMock(fleet: fleet) { mock in
        let server = try Server(
            ServerConfiguration(
                url: mock.url, username: mock.username, password: Secret(mock.password),
                retries: retries))
        do {
            try await body(mock, server)
        } catch {
            await server.shutdown()
            throw error
        }
        await server.shutdown()
    }
}
