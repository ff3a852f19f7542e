public import Hummingbird
import Logging

/// Serves what a router answers, on a free port of this machine, for as long as a body runs.
///
/// - Parameters:
///   - router: answers.
///   - body: given the address, such as `127.0.0.1:41234`.
/// - Returns: what the body returns.
/// - Throws: what the body throws, or why there is no server.
public func withServer<Value: Sendable>(
    _ router: Router<BasicRequestContext>,
    _ body: @escaping @Sendable (_ address: String) async throws -> Value
) async throws -> Value {
    let (ports, port) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "test server")
    logger.logLevel = .critical
    let application = Application(
        router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
        onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
        logger: logger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await application.run() }
        let bound = await ports.first { _ in true } ?? 0
        let value = try await body("127.0.0.1:\(bound)")
        group.cancelAll()
        return value
    }
}
