import Foundation
import Hummingbird
import Logging
import Synchronization

/// Takes what Alertmanager sends.
struct Webhook: Sendable {
    /// What Alertmanager sends at once.
    struct Notification: Decodable, Sendable {
        struct Alert: Decodable, Sendable, Equatable {
            let status: String
            let labels: [String: String]
            let annotations: [String: String]
        }
        let receiver: String
        let groupLabels: [String: String]
        let alerts: [Alert]
    }

    /// Its address, such as `127.0.0.1:41234`.
    let address: String
    /// Notifications as they come.
    let notifications: AsyncStream<Notification>

    /// Listens for as long as a body runs.
    static func run<Value: Sendable>(
        _ body: @escaping @Sendable (Webhook) async throws -> Value
    ) async throws -> Value {
        let (notifications, sender) = AsyncStream.makeStream(of: Notification.self)
        let router = Router()
        router.post("**") { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            sender.yield(try JSONDecoder().decode(Notification.self, from: Data(buffer: body)))
            return HTTPResponse.Status.ok
        }
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        var logger = Logger(label: "webhook")
        logger.logLevel = .critical
        let application = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in port.yield(channel.localAddress?.port ?? 0) },
            logger: logger)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            let bound = await ports.first { _ in true } ?? 0
            let value = try await body(
                Webhook(address: "127.0.0.1:\(bound)", notifications: notifications))
            group.cancelAll()
            return value
        }
    }
}
