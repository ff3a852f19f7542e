import Foundation
import OpsiMock
import OpusCore
import Synchronization
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter
@testable import OpusServer

/// Sessions, connections and clients that go in the middle.
extension FaultMatrixTests {
    @Test(
        "a session that ends costs a login, and no collection",
        arguments: ["between", "host_getObjects", "productOnClient_getObjects"])
    func session(when: String) async throws {
        try await ObservedExporter.run { exporter, mock, good in
            let logins = mock.loginCount
            if when == "between" {
                mock.expireSessions()
            } else {
                mock.faults.set([.init(.sessionExpired, method: when, count: 1)])
            }
            try await exporter.advance(to: .seconds(60), until: "debug collected")
            let after = try await exporter.samples()
            #expect(after.isUp == "1")
            #expect(after.allErrors == 0)
            #expect(after.fleet == good.fleet)
            // Two calls are under way at once, and each can find that the session is gone.
            #expect((1...2).contains(mock.loginCount - logins))
        }
    }

    @Test("connections that the server closed meanwhile cost no collection")
    func keepAlive() async throws {
        try await ObservedExporter.run({ $0.retries = RetryPolicy() }) { exporter, mock, good in
            for minute in 1...3 {
                await mock.closeIdleConnections()
                try await exporter.advance(to: .seconds(60 * minute), until: "debug collected")
                let after = try await exporter.samples()
                #expect(after.isUp == "1")
                #expect(after.allErrors == 0)
                #expect(after.fleet == good.fleet)
            }
        }
    }

    @Test(
        "what vanishes between two calls is gone, and every client still counted once",
        arguments: ["host_getObjects", "group_getObjects", "productOnDepot_getObjects"])
    func vanishing(after method: String) async throws {
        try await ObservedExporter.run { exporter, mock, _ in
            let depot = try #require(
                mock.withFleet { fleet in
                    fleet.objects(in: .host).first {
                        $0["type"]?.string == "OpsiDepotserver"
                    }?["id"]?.string
                })
            let group = try #require(
                mock.withFleet { fleet in
                    fleet.objects(in: .group).first {
                        $0["type"]?.string == "HostGroup"
                    }?["id"]?.string
                })
            mock.changeFleet(after: method) { fleet in
                fleet.remove(from: .host) { $0["id"]?.string == depot }
                fleet.remove(from: .group) { $0["id"]?.string == group }
            }
            try await exporter.advance(to: .seconds(60), until: "debug collected")
            try await exporter.advance(to: .seconds(120), until: "debug collected")
            let after = try await exporter.samples()
            #expect(after.isUp == "1")
            let clients = mock.withFleet { $0.clientIds.count }
            let counted = after.filter { $0.key.hasPrefix("opsi_clients{") }
                .reduce(0) { $0 + (Int($1.value) ?? 0) }
            #expect(counted == clients)
            #expect(
                !after.keys.contains { $0.contains("opsi_depot_info") && $0.contains(depot) })
            #expect(!after.keys.contains { $0.contains("group=\"\(group)\"") })
        }
    }
}
