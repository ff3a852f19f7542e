import MockSupport
import OpsiMock
import OpusCore

/// Runs `Opus` before a mock server with a fleet.
func withOpus<Result>(
    _ fleet: OpsiMock.Fleet, clock: OpsiMock.Clock = .system, utcOffset: Int = 0,
    definitions: StateDefinitions = .init(), reading: FleetReading = .init(),
    _ body: (Opus, OpsiMock) async throws -> Result
) async throws -> Result {
    let configuration = OpsiMock.Configuration { ($0.clock, $0.utcOffset) = (clock, utcOffset) }
    return try await withOpsiMock(fleet: fleet, configuration: configuration) { mock in
        try await withOpus(mock, definitions: definitions, reading: reading) { opus in
            try await body(opus, mock)
        }
    }
}

/// Runs `Opus` before a mock server that runs already, as its administrator or another user.
func withOpus<Result>(
    _ mock: OpsiMock, as user: OpsiMock.Account? = nil,
    definitions: StateDefinitions = .init(), reading: FleetReading = .init(),
    _ body: (Opus) async throws -> Result
) async throws -> Result {
    let opus = try Opus(server: mock.access(as: user), definitions: definitions, reading: reading)
    do {
        let result = try await body(opus)
        await opus.shutdown()
        return result
    } catch {
        await opus.shutdown()
        throw error
    }
}
