import Foundation
import Hummingbird
import WebSupport

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
        return try await withServer(router) { address in
            try await body(Webhook(address: address, notifications: notifications))
        }
    }
}
