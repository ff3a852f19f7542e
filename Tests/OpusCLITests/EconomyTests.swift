import Foundation
import OpsiMock
import Testing

/// What a command reads: nothing twice, and of one client nothing that grows with the fleet.
@Suite("What commands read")
struct EconomyTests {
    private static let client = "pc00007.fleet.test"

    /// Commands about one client that is named exactly, and the most calls that each may make.
    private static let single: [(verb: [String], calls: Int)] = [
        (["client", client], 4), (["clients", client], 3), (["status", client], 2),
        (["failed", client], 3), (["software", client], 2), (["os-version", client], 3),
        (["retry", client, "--dry-run"], 5), (["cancel", client, "--dry-run"], 3),
        (["reboot", client, "--dry-run"], 1), (["clients", "\(client) and state:failed"], 4),
        (["install", "product006", client, "--dry-run"], 5), (["update", client, "--dry-run"], 5),
    ]

    /// Commands about more.
    private static let wide: [(verb: [String], calls: Int)] = [
        (["group", "show", "group001"], 12), (["status", "@group001"], 15),
        (["clients", "state:failed"], 11), (["failed", "@group001"], 7), (["failed"], 4),
        (["product", "product001"], 6), (["groups"], 1),
        (["clients", "@group001 and state:updatable"], 12),
    ]

    private struct Cost {
        var calls: Int
        var bytes: Int
    }

    /// Runs a command on a fleet, and tells what it took; no call was made twice.
    private static func cost(_ verb: [String], clients: Int) async throws -> Cost {
        let fleet = Fleet.generated(clients: clients, products: 12, groups: 10, seed: 1)
        return try await withOpsiMock(fleet: fleet) { mock in
            let run = try await Opus.run(
                verb + ["-v", "-o", "json"], environment: Opus.environment(mock))
            #expect([0, 1, 3].contains(run.status), "\(verb): \(run.errors)")
            // The last one only ends the session.
            let asked = mock.requests.filter { $0.method != "backend_exit" }.compactMap {
                request in
                request.methods.isEmpty
                    ? nil : "\(request.methods.joined(separator: " ")) \(request.params ?? "")"
            }
            let again = Dictionary(grouping: asked, by: \.self).filter { $0.value.count > 1 }
            #expect(again.isEmpty, "\(verb) asked twice for \(again.keys.sorted())")
            let told = run.errors.matches(of: /: \d+ ms, (\d+) bytes/)
            #expect(told.count == asked.count, "\(verb)")
            return Cost(calls: asked.count, bytes: told.compactMap { Int($0.1) }.reduce(0, +))
        }
    }

    @Test("of one client nothing is read that grows with the fleet", arguments: single.indices)
    func one(index: Int) async throws {
        let (verb, calls) = Self.single[index]
        let small = try await Self.cost(verb, clients: 20)
        let large = try await Self.cost(verb, clients: 400)
        #expect(large.calls <= calls, "\(verb)")
        // Versions and names are of another length in another fleet.
        #expect(large.bytes <= small.bytes * 3 / 2 + 1_000, "\(verb): \(small), \(large)")
    }

    @Test("nothing is read twice", arguments: wide.indices)
    func many(index: Int) async throws {
        let (verb, calls) = Self.wide[index]
        let cost = try await Self.cost(verb, clients: 100)
        #expect(cost.calls <= calls, "\(verb): \(cost)")
    }
}
