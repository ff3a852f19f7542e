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

    /// What each command may take of the lab's fleet: requests, and bytes of their answers.
    private static let limits: [String: (calls: Int, bytes: Int)] = [
        "status": (10, 7_400), "status @hall": (5, 5_200), "clients": (10, 7_400),
        "clients state:failed": (5, 3_400), "clients --state updatable": (10, 7_400),
        "client pc-01": (6, 4_300), "client pc-03 --all": (6, 4_100), "failed": (4, 1_200),
        "failed pc-03": (4, 1_200), "why": (11, 3_600), "why pc-03 --no-logs": (10, 3_100),
        "products": (11, 9_300), "product firefox": (6, 5_200), "groups": (1, 500),
        "group hall": (6, 4_200), "product-groups": (1, 200), "product-groups office": (1, 200),
        "depots": (10, 7_400), "software pc-02": (3, 1_500), "os-version": (3, 1_800),
        "unpackaged pc-02": (7, 7_200), "migratable pc-03": (8, 6_600),
        "install firefox pc-01,pc-02": (7, 5_600), "uninstall firefox pc-01": (7, 4_600),
        "update pc-01": (9, 8_500), "retry pc-03": (8, 4_500),
        "set-installed firefox pc-02": (6, 2_700), "set-uninstalled firefox pc-01": (5, 2_700),
        "set-setup firefox pc-01": (6, 3_600), "cancel pc-04": (6, 1_800),
        "on-demand pc-01": (5, 1_200), "reboot pc-01": (4, 1_200), "shutdown pc-01": (4, 1_200),
        "wake pc-01": (4, 1_200), "popup Good morning pc-01": (4, 1_200),
        "group add hall pc-02": (7, 2_200), "group remove hall pc-01": (7, 2_200),
        "migrate pc-03": (11, 7_700), "group create lab": (4, 1_000),
        "group delete empty": (8, 1_800),
    ]

    private struct Cost {
        var calls: Int
        var bytes: Int
    }

    /// Runs a command on a fleet, and tells what it took.
    private static func cost(_ verb: [String], clients: Int) async throws -> Cost {
        let fleet = Fleet.generated(clients: clients, products: 12, groups: 10, seed: 1)
        return try await withOpsiMock(fleet: fleet) { try await cost(verb, $0) }
    }

    /// Runs a command, and tells what it took; where it only reads, no call was made twice.
    private static func cost(_ verb: [String], _ mock: OpsiMock) async throws -> Cost {
        let run = try await Opus.run(verb + ["-v", "-o", "json"], on: mock)
        #expect([0, 1, 3].contains(run.status), "\(verb): \(run.errors)")
        // The last one only ends the session.
        let asked = mock.requests.filter { $0.method != "backend_exit" }.compactMap { request in
            request.methods.isEmpty
                ? nil : "\(request.methods.joined(separator: " ")) \(request.params ?? "")"
        }
        // Who writes looks again before it and after it.
        if verb.last != "--yes" {
            let again = Dictionary(grouping: asked, by: \.self).filter { $0.value.count > 1 }
            #expect(again.isEmpty, "\(verb) asked twice for \(again.keys.sorted())")
        }
        let told = run.errors.matches(of: /: \d+ ms, (\d+) bytes/)
        #expect(told.count == asked.count, "\(verb)")
        return Cost(calls: asked.count, bytes: told.compactMap { Int($0.1) }.reduce(0, +))
    }

    @Test("each command keeps to its limits", arguments: Verbs.all)
    func each(verb: [String]) async throws {
        let name = verb.filter { $0 != "--yes" }.joined(separator: " ")
        let limit = try #require(Self.limits[name], "a command needs limits")
        let cost = try await withLab { try await Self.cost(verb, $0) }
        #expect(cost.calls <= limit.calls, "\(name): \(cost)")
        #expect(cost.bytes <= limit.bytes, "\(name): \(cost)")
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
