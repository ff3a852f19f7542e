import Foundation
import OpsiMock
import Testing

/// Finding what to act on.
@Suite("Finding what to act on")
struct FindingTests {
    private static func lines(_ words: [String], _ mock: OpsiMock) async throws -> [String] {
        let run = try await Opus.run(words + ["-o", "plain"], on: mock)
        #expect([0, 3].contains(run.status), "\(words): \(run.errors)")
        return run.output.split(separator: "\n").map(String.init)
    }

    /// The first column of what a command prints.
    private static func first(_ words: [String], _ mock: OpsiMock) async throws -> [String] {
        try await lines(words, mock).compactMap { $0.split(separator: "\t").first.map(String.init) }
    }

    /// Two failures beside the one of the lab: of 7zip an hour ago, with a reason, and of firefox,
    /// which was asked for again.
    private static func addFailures(_ mock: OpsiMock) throws {
        let rows = [
            LabFleet.row("pc-01.lab.test", "7zip", "24.08", result: "failed")
                .replacing("07:00:00", with: "17:00:00")
                .replacing(#""actionProgress": """#, with: #""actionProgress": "No disk""#),
            LabFleet.row("pc-02.lab.test", "firefox", "128.0", request: "setup", result: "failed")
                .replacing("07:00:00", with: "16:00:00"),
        ]
        try mock.add(#"{"productOnClient": [\#(rows.joined(separator: ","))]}"#)
    }

    @Test("failed is narrowed by product and time, and ordered")
    func failed() async throws {
        try await withLab { mock in
            try Self.addFailures(mock)
            let all = ["pc-01.lab.test", "pc-02.lab.test", "pc-03.lab.test"]
            #expect(try await Self.first(["failed"], mock) == all)
            #expect(try await Self.first(["failed", "--product", "7zip"], mock) == [all[0]])
            #expect(try await Self.first(["failed", "-p", "@office"], mock) == [all[1], all[2]])
            #expect(try await Self.first(["failed", "--since", "6h"], mock) == [all[0], all[1]])
            #expect(try await Self.first(["failed", "--since", "1h"], mock) == [all[0]])
            #expect(try await Self.first(["failed", "--since", "1m"], mock) == [])
            #expect(try await Self.first(["failed", "--sort", "since"], mock) == all)
            #expect(
                try await Self.first(["failed", "--sort", "product"], mock)
                    == [all[0], all[1], all[2]])
        }
    }

    @Test("a time that a retry moved is said to be one")
    func retried() async throws {
        try await withLab { mock in
            try Self.addFailures(mock)
            let run = try await Opus.run(["failed", "pc-02"], on: mock)
            #expect(run.output.contains("> 1 h ago"), "\(run.output)")
            struct Row: Decodable {
                var changed: String?
                var since: String?
            }
            let json = try await Opus.run(["failed", "pc-02", "pc-03", "-o", "json"], on: mock)
            let rows = try json.json([Row].self)
            #expect(rows.map(\.changed) == ["2026-11-22T16:00:00Z", "2026-11-22T07:00:00Z"])
            #expect(rows.map(\.since) == [nil, "2026-11-22T07:00:00Z"])
        }
    }

    @Test(
        "failures are counted by what they have in common",
        arguments: [
            ("product", ["firefox\t2\t2", "7zip\t1\t1"]),
            ("version", ["7zip\t24.08-1\t1\t1", "firefox\t\t1\t1", "firefox\t128.0-1\t1\t1"]),
            ("reason", ["\t2\t2", "No disk\t1\t1"]),
            ("depot", ["server.lab.test\t3\t3"]),
            ("group", ["\t2\t2", "clientdirectory\t1\t1", "hall\t1\t1"]),
        ])
    func counts(aspect: String, expected: [String]) async throws {
        try await withLab { mock in
            try Self.addFailures(mock)
            #expect(try await Self.lines(["failed", "--by", aspect], mock) == expected)
        }
    }

    @Test("products of some clients are those that fail or wait there")
    func products() async throws {
        try await withLab { mock in
            let targets = ["pc-02", "pc-03", "pc-04"]
            let found = try await Self.first(["products"] + targets, mock)
            #expect(found == ["firefox", "7zip"])
            #expect(try await Self.first(["products", "pc-02"], mock) == [])
            #expect(
                try await Self.first(["products", "pc-02", "--all"], mock)
                    == ["7zip", "opsi-client-agent"])
            #expect(try await Self.first(["products"], mock).count == 4)
        }
    }

    @Test("a group of products stands for its products wherever products are named")
    func productGroups() async throws {
        try await withLab { mock in
            try mock.add(
                """
                {"group": [{"type": "ProductGroup", "id": "tools", "parentGroupId": "office"},
                   {"type": "ProductGroup", "id": "bare", "parentGroupId": null}],
                 "objectToGroup": [{"type": "ObjectToGroup", "groupType": "ProductGroup",
                   "groupId": "tools", "objectId": "7zip"}]}
                """)
            let plan = try await Self.lines(["install", "@office", "pc-hall-01", "-n"], mock)
            #expect(
                plan.compactMap { $0.split(separator: "\t").dropFirst().first } == [
                    "7zip", "firefox",
                ])
            #expect(
                try await Self.first(["clients", "product:@office"], mock)
                    == ["pc-01.lab.test", "pc-02.lab.test"])
            #expect(
                try await Self.first(["clients", "failed:@office"], mock) == ["pc-03.lab.test"])
            #expect(try await Self.first(["clients", "failed:@tools"], mock) == [])
            for (words, message) in [
                (["install", "@offise", "pc-01", "-n"], "did you mean \"office\"?"),
                (["clients", "failed:@offise"], "did you mean \"office\"?"),
                (["install", "@bare", "pc-01", "-n"], "has no products"),
                (["install", "@", "pc-01", "-n"], "invalid"),
            ] {
                let run = try await Opus.run(words, on: mock)
                #expect(run.status == 64 && run.errors.contains(message), "\(run.errors)")
            }
        }
    }

    @Test(
        "clients are found by what a help desk knows",
        arguments: [
            ("ip:10.1.2.3", ["pc-new.lab.test"]), ("ip:10.1.*", ["pc-new.lab.test"]),
            ("ip:10.1.2.30", []), ("mac:00-16-3E-00-00-01", ["pc-01.lab.test"]),
            ("mac:aa:bb:*", ["pc-new.lab.test"]), ("inventory:A-4711", ["pc-new.lab.test"]),
            ("description:\"Büro 3\"", ["pc-new.lab.test"]),
            ("description:büro", ["pc-new.lab.test"]),
            ("notes:LOAN and pc-new", ["pc-new.lab.test"]), ("notes:sold", []),
            ("pc-new.lab.test and ip:10.1.2.3", ["pc-new.lab.test"]),
        ])
    func attributes(expression: String, expected: [String]) async throws {
        try await withLab { mock in
            try mock.add(
                """
                {"host": [{"type": "OpsiClient", "id": "pc-new.lab.test", "ipAddress": "10.1.2.3",
                  "hardwareAddress": "aa:bb:cc:dd:ee:ff", "inventoryNumber": "a-4711",
                  "description": "Reception, Büro 3", "notes": "On loan since May",
                  "created": "2026-01-01 00:00:00", "lastSeen": "2036-11-22 08:00:00"}]}
                """)
            #expect(try await Self.first(["clients", expression], mock) == expected)
        }
    }

    @Test("a failure is selected by its time")
    func failedWithin() async throws {
        try await withLab { mock in
            try Self.addFailures(mock)
            #expect(
                try await Self.first(["clients", "failed:firefox<6h"], mock) == ["pc-02.lab.test"])
            #expect(
                try await Self.first(["clients", "failed:firefox>6h"], mock) == ["pc-03.lab.test"])
            #expect(try await Self.first(["clients", "failed:7zip>6h"], mock) == [])
        }
    }

    @Test("a time after now is shown as it is, and doctor names it")
    func future() async throws {
        try await withLab { mock in
            mock.clock = .system
            try mock.add(
                """
                {"host": [{"type": "OpsiClient", "id": "pc-new.lab.test",
                  "created": "2026-01-01 00:00:00", "lastSeen": "2099-11-22 08:00:00"}]}
                """)
            let run = try await Opus.run(["clients", "pc-new"], on: mock)
            #expect(run.output.contains(/in \d\d years/), "\(run.output)")
            let doctor = try await Self.lines(["doctor"], mock)
            #expect(
                doctor.last?.hasPrefix("times\twarning\t1 client was last seen after now:") == true)
            #expect(doctor.last?.contains("pc-new.lab.test") == true)
        }
    }
}
