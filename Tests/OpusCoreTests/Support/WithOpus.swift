import OpsiMock
import OpusCore

/// Runs `Opus` before a mock server with a fleet.
func withOpus<Result>(
    _ fleet: OpsiMock.Fleet, clock: OpsiMock.Clock = .system, utcOffset: Int = 0,
    definitions: StateDefinitions = .init(), reading: FleetReading = .init(),
    _ body: (Opus, OpsiMock) async throws -> Result
) async throws -> Result {
    var configuration = OpsiMock.Configuration()
    configuration.clock = clock
    configuration.utcOffset = utcOffset
    return try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
        try await withOpus(mock, definitions: definitions, reading: reading) { opus in
            try await body(opus, mock)
        }
    }
}

/// Runs `Opus` before a mock server that runs already.
func withOpus<Result>(
    _ mock: OpsiMock, definitions: StateDefinitions = .init(), reading: FleetReading = .init(),
    _ body: (Opus) async throws -> Result
) async throws -> Result {
    let server = ServerConfiguration(
        url: mock.url, username: mock.username, password: Secret(mock.password), retries: .never)
    let opus = try Opus(server: server, definitions: definitions, reading: reading)
    do {
        let result = try await body(opus)
        await opus.shutdown()
        return result
    } catch {
        await opus.shutdown()
        throw error
    }
}
