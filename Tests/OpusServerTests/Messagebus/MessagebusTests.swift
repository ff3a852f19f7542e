import Foundation
import MockSupport
import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusServer

/// The messagebus of a server, over real connections to the mock's.
@Suite("Messagebus", .timeLimit(.minutes(2)))
struct MessagebusTests {
    /// Why listening ends, after a closure that is run once it has begun.
    private static func ending(
        _ server: Server, limit: Duration = .seconds(10), received: Inbox<BusMessage> = Inbox(),
        _ subscribed: @escaping @Sendable () async throws -> Void = {}
    ) async throws -> ServerError {
        let (begun, begin) = AsyncStream.makeStream(of: Void.self)
        return try await withThrowingTaskGroup(of: ServerError?.self) { group in
            group.addTask {
                defer { begin.finish() }
                do {
                    try await server.listen(
                        to: [.rowUpdated, .hostDeleted], limit: limit
                    ) {
                        begin.yield()
                    } receive: {
                        received.put($0)
                    }
                    return nil
                } catch let error as ServerError {
                    return error
                }
            }
            group.addTask {
                for await _ in begun {
                    try await subscribed()
                    break
                }
                return nil
            }
            var error: ServerError?
            for try await result in group { error = error ?? result }
            await server.shutdown()
            return try #require(error)
        }
    }

    @Test("events come with what they are about, within the session of the calls")
    func events() async throws {
        var fleet = OpsiMock.Fleet()
        fleet.add(["type": "OpsiConfigserver", "id": "config.opus.test"], to: .host)
        fleet.add(["type": "OpsiClient", "id": "pc1.opus.test"], to: .host)
        try await withOpsiMock(fleet: fleet) { mock in
            let server = try Server(mock.access())
            _ = try await server.serverInfo()
            let received = Inbox<BusMessage>()
            let error = try await Self.ending(server, received: received) {
                try await server.change(
                    "productOnClient_updateObjects",
                    [
                        [
                            [
                                "type": "ProductOnClient", "clientId": "pc1.opus.test",
                                "productId": "firefox", "productType": "LocalbootProduct",
                            ]
                        ]
                    ])
                #expect(
                    try await received.next()
                        == .event(
                            BusEvent(.rowUpdated, .row(client: "pc1.opus.test", product: "firefox"))
                        ))
                try await server.change("host_delete", ["pc1.opus.test"])
                #expect(
                    try await received.next()
                        == .event(BusEvent(.hostDeleted, .host("pc1.opus.test", isClient: nil))))
                await mock.tell("host_deleted", ["nothing": "said"])
                #expect(try await received.next() == .unknown)
                mock.dropMessagebus()
            }
            #expect(error.code == .unreachable)
            #expect(mock.loginCount == 1)
        }
    }

    @Test("a server that restarts says so")
    func restart() async throws {
        try await withOpsiMock { mock in
            let error = try await Self.ending(try Server(mock.access())) {
                mock.faults.set([.init(.refuse)])
            }
            #expect(error.code == .unreachable)
            #expect(error.message.contains("restarts"))
        }
    }

    @Test("a user without rights is told nothing, and that ends by itself")
    func rights() async throws {
        try await withOpsiMock(configuration: .withUsers) { mock in
            let server = try Server(mock.access(as: .plain))
            let error = try await Self.ending(server, limit: .milliseconds(300))
            #expect(error.code == .permission)
        }
    }

    @Test("a wrong password, and what is no messagebus, are told by name")
    func refusals() async throws {
        try await withOpsiMock { mock in
            let stranger = try Server(mock.access(as: .stranger))
            #expect(try await Self.ending(stranger).code == .authentication)
            mock.faults.set([.init(.noUpgrade, method: "messagebus")])
            #expect(try await Self.ending(try Server(mock.access())).code == .notOpsi)
            mock.faults.set([.init(.status(503), method: "messagebus")])
            #expect(try await Self.ending(try Server(mock.access())).code == .unavailable)
        }
        let nobody = try Server(url: "http://127.0.0.1:1", username: "u", password: "p")
        #expect(try await Self.ending(nobody).code == .unreachable)
    }

    @Test("over TLS, and not to who shows another certificate")
    func tls() async throws {
        try await withOpsiMock(configuration: .init { $0.tls = true }) { mock in
            try await withFile(mock.authorityPEM) { file in
                var settings = mock.access()
                settings.trust = .authorityFile(file)
                let trusting = try Server(settings)
                let error = try await Self.ending(trusting) { mock.dropMessagebus() }
                #expect(error.code == .unreachable)
                settings.trust = .system
                #expect(try await Self.ending(try Server(settings)).code == .tls)
            }
        }
    }
}
