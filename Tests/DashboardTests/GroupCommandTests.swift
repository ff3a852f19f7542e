import Foundation
import OpsiMock
import TestSupport
import Testing

/// The commands that the dashboard *Group* shows for chosen groups: made by a real Prometheus, run by
/// a real shell and the real `opus`, on one server of two.
@Suite("Commands for groups", .timeLimit(.minutes(5)))
struct GroupCommandTests {
    /// Names that a shell or opus could take for something else.
    private static let names = [
        "hall", "not", "two words", "it's", #"say "hi""#, "a,b", "$HOME `id`!", "grün 🦊", "all",
        "(and)", "-x", "HALL 2", "semi;colon & co",
    ]

    /// A name for which there is no command, rather than a wrong one.
    private static let hopeless = [#"back\slash"#, #"it's "both""#]

    /// The expression of the table, for all groups and servers.
    private static func expression() throws -> String {
        let panel = try #require(
            try Dashboard.all()["group"]?.panels.first { $0.title == "Commands to paste" })
        return Dashboard.expand(try #require(panel.targets?.first?.expr))
    }

    /// What the table shows where Prometheus knows of these groups on these servers.
    private static func shown(
        _ groups: [String], servers: [String]
    ) async throws -> [LivePrometheus.Sample] {
        struct Rule: Encodable {
            let record: String
            let expr: String
            let labels: [String: String]
        }
        struct Group: Encodable {
            let name: String
            let rules: [Rule]
        }
        var rules = servers.map {
            Rule(record: "opsi_up", expr: "vector(1)", labels: ["server": $0])
        }
        for server in servers {
            rules += groups.map {
                Rule(
                    record: "opsi_group_clients", expr: "vector(3)",
                    labels: ["server": server, "group": $0])
            }
        }
        return try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "rules.yml")
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            try encoder.encode(["groups": [Group(name: "all", rules: rules)]]).write(to: file)
            return try await LivePrometheus.run(scraping: [:], rules: [file]) { prometheus in
                try await prometheus.wait(for: expression()) {
                    $0.count == groups.count * servers.count
                }
            }
        }
    }

    private static func fleet(_ groups: [String]) -> OpsiMock.Fleet {
        var fleet = OfficeFleet.make(now: "2026-11-28 08:00:00")
        for (index, group) in groups.enumerated() {
            fleet.add(
                ["id": .string(group), "type": "HostGroup", "parentGroupId": .null], to: .group)
            fleet.add(
                [
                    "groupType": "HostGroup", "groupId": .string(group),
                    "objectId": .string(OfficeFleet.clients[index]),
                ], to: .objectToGroup)
            fleet.report("firefox", on: OfficeFleet.clients[index], "failed")
        }
        return fleet
    }

    @Test("ask the right server for the right group, whatever it is called")
    func groups() async throws {
        let rows = try await Self.shown(Self.names + Self.hopeless, servers: ["one", "two"])
            .filter { $0.metric["server"] == "two" }
        try await withOpsiMock(fleet: Self.fleet(Self.names)) { mock in
            let url = mock.url
            let username = mock.username
            let password = mock.password
            try await withTemporaryDirectory { folder in
                let secret = folder.appending(path: "password")
                try password.write(to: secret, atomically: true, encoding: .utf8)
                // Whoever is asked on the other server answers nothing.
                let configuration = folder.appending(path: "config.yaml")
                try """
                default: one
                servers:
                  one: {url: "http://127.0.0.1:9", username: u, password-file: \(secret.path)}
                  two: {url: "\(url)", username: "\(username)", password-file: \(secret.path)}
                """.write(to: configuration, atomically: true, encoding: .utf8)
                let shell = Shell(configuration: configuration)
                for row in rows {
                    let group = row.metric["group"] ?? ""
                    guard let line = row.metric["Failed"] else {
                        #expect(Self.hopeless.contains(group))
                        continue
                    }
                    #expect(line.hasSuffix(" --context two"), "\(line)")
                    let outcome = try await shell.run(line)
                    let client = Self.names.firstIndex(of: group).map { OfficeFleet.clients[$0] }
                    #expect(outcome.status == 0, "\(line): \(outcome.lines)")
                    #expect(
                        outcome.column(0).filter { $0.hasPrefix("pc") } == [client ?? ""],
                        "\(line): \(outcome.lines)")
                    let stuck = try #require(row.metric["Stuck"])
                    // Nothing is, which is an answer, too.
                    #expect(try await shell.run(stuck).status == 3, "\(stuck)")
                }
            }
        }
    }

    @Test("name no server where there is one alone")
    func alone() async throws {
        let rows = try await Self.shown(["hall", "two words"], servers: ["one"])
        #expect(
            Set(rows.compactMap { $0.metric["Why"] })
                == ["opus why group:hall", #"opus why 'group:"two words"'"#])
        #expect(
            Set(rows.compactMap { $0.metric["Retry"] })
                == ["opus retry group:hall", #"opus retry 'group:"two words"'"#])
    }
}
