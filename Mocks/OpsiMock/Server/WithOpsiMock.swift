/// Runs a mock server while the closure runs.
///
/// The server listens on a free port before the closure begins, and is gone when this returns,
/// also when the closure throws.
///
/// - Parameters:
///   - fleet: The objects it serves.
///   - configuration: How it behaves.
///   - isolation: The actor that the closure runs on; the caller's.
///   - body: What to do with it.
/// - Returns: What the closure returns.
/// - Throws: What the closure throws, or why the server cannot start.
public func withOpsiMock<Result>(
    fleet: OpsiMock.Fleet = .init(), configuration: OpsiMock.Configuration = .init(),
    isolation: isolated (any Actor)? = #isolation,
    _ body: (OpsiMock) async throws -> Result
) async throws -> Result {
    let mock = try OpsiMock(fleet: fleet, configuration: configuration)
    let server = Task { try await mock.run() }
    do {
        _ = try await mock.waitUntilListening()
        let result = try await body(mock)
        server.cancel()
        _ = await server.result
        return result
    } catch {
        server.cancel()
        _ = await server.result
        throw error
    }
}
