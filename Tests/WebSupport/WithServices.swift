import Logging
public import ServiceLifecycle

/// Runs services for as long as a body runs, then has them end as SIGTERM does, and waits for it.
///
/// - Parameters:
///   - services: run.
///   - body: given what runs them.
/// - Returns: what the body returns.
/// - Throws: what the body or a service throws.
public func withServices<Value: Sendable>(
    _ services: [any Service], _ body: @Sendable (ServiceGroup) async throws -> Value
) async throws -> Value {
    var quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    quiet.logLevel = .critical
    let group = ServiceGroup(configuration: .init(services: services, logger: quiet))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let result: Result<Value, any Error>
        do {
            result = .success(try await body(group))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}
