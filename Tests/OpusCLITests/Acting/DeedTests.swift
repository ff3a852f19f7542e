import OpsiMock
import Testing

/// For every command that changes something: what exactly has changed, and where it can't be done
/// everywhere, that it was done elsewhere.
@Suite("Deeds")
struct DeedTests {
    struct Deed: Sendable, CustomTestStringConvertible {
        var verb: [String]
        /// What is another one afterwards in the whole fleet.
        var changes: [String] = []
        /// Which clients were called, and how.
        var calls: [String] = []

        var testDescription: String { verb.joined(separator: " ") }
    }

    private static let pc01 = "productOnClient pc-01.lab.test"
    private static let pc02 = "productOnClient pc-02.lab.test"
    private static let pc03 = "productOnClient pc-03.lab.test"

    private static let deeds = [
        Deed(
            verb: ["install", "firefox", "pc-01,pc-02"],
            changes: [
                "+ \(pc02) firefox", "\(pc01) firefox actionRequest setup",
                "\(pc02) firefox actionRequest setup",
                "\(pc02) firefox installationStatus not_installed",
            ]),
        Deed(
            verb: ["install", "7zip", "pc-02", "--force"],
            changes: ["\(pc02) 7zip actionRequest setup"]),
        Deed(
            verb: ["uninstall", "firefox", "pc-01,pc-02"],
            changes: ["\(pc01) firefox actionRequest uninstall"]),
        Deed(verb: ["update", "all"], changes: ["\(pc01) firefox actionRequest setup"]),
        Deed(verb: ["retry", "all"], changes: ["\(pc03) firefox actionRequest setup"]),
        Deed(
            verb: ["set-installed", "firefox", "pc-02"],
            changes: [
                "+ \(pc02) firefox", "\(pc02) firefox actionRequest none",
                "\(pc02) firefox installationStatus installed",
            ]),
        Deed(
            verb: ["set-uninstalled", "firefox", "pc-01"],
            changes: [
                "\(pc01) firefox installationStatus not_installed"
            ]),
        Deed(
            verb: ["set-setup", "firefox", "pc-03"],
            changes: ["\(pc03) firefox actionRequest setup"]),
        Deed(
            verb: ["cancel", "all"],
            changes: ["productOnClient pc-04.lab.test 7zip actionRequest none"]),
        Deed(
            verb: ["migrate", "pc-03"],
            changes: [
                "+ \(pc03) 7zip", "\(pc03) 7zip actionRequest none",
                "\(pc03) 7zip installationStatus installed",
            ]),
        Deed(
            verb: ["group", "add", "empty", "pc-02,pc-03"],
            changes: [
                "+ objectToGroup HostGroup empty pc-02.lab.test",
                "+ objectToGroup HostGroup empty pc-03.lab.test",
            ]),
        Deed(
            verb: ["group", "remove", "hall", "pc-01"],
            changes: ["- objectToGroup HostGroup hall pc-01.lab.test"]),
        Deed(
            verb: ["group", "create", "Lab", "--parent", "hall"],
            changes: ["+ group lab", "group lab parentGroupId hall"]),
        Deed(verb: ["group", "delete", "empty"], changes: ["- group empty"]),
        Deed(verb: ["on-demand", "pc-01"], calls: ["pc-01.lab.test fireEvent"]),
        Deed(verb: ["reboot", "pc-01"], calls: ["pc-01.lab.test reboot"]),
        Deed(verb: ["shutdown", "pc-01"], calls: ["pc-01.lab.test shutdown"]),
        Deed(verb: ["wake", "pc-01"]),
        Deed(verb: ["popup", "Hello", "pc-01"], calls: ["pc-01.lab.test showPopup"]),
    ]

    @Test("what is asked for is done, and nothing else", arguments: deeds)
    func done(deed: Deed) async throws {
        try await withLab { mock in
            let before = mock.fleetState
            let run = try await Opus.run(deed.verb + ["--yes", "-o", "json"], on: mock)
            #expect(run.status == 0, "\(run.errors)")
            #expect(mock.changes(since: before) == deed.changes)
            #expect(mock.calls == deed.calls)
            #expect(mock.methods.contains("hostControlSafe_start") == (deed.verb[0] == "wake"))
            let rows = try #require(try run.anyJSON() as? [[String: Any]])
            #expect(!rows.isEmpty)
            #expect(rows.allSatisfy { $0["result"] is String })
        }
    }

    /// Commands on two clients, of which `pc-02` is none of any depot.
    private static let misplaced = [
        Deed(
            verb: ["install", "7zip", "pc-01,pc-02"],
            changes: [
                "+ \(pc01) 7zip", "\(pc01) 7zip actionRequest setup",
                "\(pc01) 7zip installationStatus not_installed",
            ]),
        Deed(
            verb: ["uninstall", "firefox", "pc-01,pc-02"],
            changes: ["\(pc01) firefox actionRequest uninstall"]),
        Deed(
            verb: ["update", "pc-01,pc-02"], changes: ["\(pc01) firefox actionRequest setup"]),
        Deed(verb: ["retry", "pc-03,pc-02"], changes: ["\(pc03) firefox actionRequest setup"]),
        Deed(
            verb: ["set-installed", "firefox", "pc-03,pc-02"],
            changes: [
                "\(pc03) firefox actionResult successful",
                "\(pc03) firefox installationStatus installed",
                "\(pc03) firefox packageVersion 1", "\(pc03) firefox productVersion 128.0",
            ]),
        Deed(
            verb: ["set-setup", "firefox", "pc-03,pc-02"],
            changes: ["\(pc03) firefox actionRequest setup"]),
        Deed(
            verb: ["migrate", "pc-03,pc-02"],
            changes: [
                "+ \(pc03) 7zip", "\(pc03) 7zip actionRequest none",
                "\(pc03) 7zip installationStatus installed",
            ]),
    ]

    @Test(
        "a client whose depot is none is told of, and the others are served", arguments: misplaced)
    func partly(deed: Deed) async throws {
        try await withLab { mock in
            try mock.misplace("pc-02.lab.test")
            let before = mock.fleetState
            let run = try await Opus.run(deed.verb + ["--yes", "-o", "plain"], on: mock)
            #expect(run.status == 1, "\(run.errors)")
            #expect(mock.changes(since: before) == deed.changes)
            #expect(
                run.output.contains(
                    "pc-02.lab.test\t\t\trefused\tthe client's depot does not exist"),
                "\(run.output)")
            #expect(run.errors.contains("1 refused"))
        }
    }

    @Test(
        "a client that refuses a call is told of, and the others are called",
        arguments: deeds.suffix(5))
    func calledPartly(deed: Deed) async throws {
        try await withLab { mock in
            // It is not known how to wake it up either.
            mock.setReachability(.refusing, of: "pc-02.lab.test")
            let run = try await Opus.run(
                Verbs.acting(deed.verb, on: "pc-01,pc-02") + ["--yes", "-o", "plain"],
                on: mock)
            #expect(run.status == 1, "\(run.errors)")
            #expect(mock.calls == deed.calls)
            #expect(mock.methods.contains("hostControlSafe_start") == (deed.verb[0] == "wake"))
            let isRefused = deed.verb[0] == "wake"
            #expect(
                run.output.hasPrefix(
                    "pc-02.lab.test\t\t\t\(isRefused ? "refused" : "failed")\t"))
            #expect(run.output.contains("\npc-01.lab.test\t\t\trequested\t"))
        }
    }

    @Test(
        "a client that goes while the person reads the plan is told of, and the others are served",
        arguments: [
            Deed(
                verb: ["cancel", "pc-04,pc-03"],
                changes: ["productOnClient pc-04.lab.test 7zip actionRequest none"]),
            Deed(
                verb: ["set-uninstalled", "firefox", "pc-01,pc-03"],
                changes: [
                    "\(pc01) firefox installationStatus not_installed"
                ]),
        ])
    func gone(deed: Deed) async throws {
        try await withLab { mock in
            try mock.add(
                """
                {"productOnClient": [\(LabFleet.row(
                    "pc-03.lab.test", "7zip", "24.08", request: "setup"))]}
                """)
            let run = try await TerminalRun.run(
                deed.verb, on: mock,
                dialogue: [("Go on with these 2 clients", "y")]
            ) {
                mock.delete("pc-03.lab.test")
            }
            #expect(run.status == 1, "\(run.shown)")
            #expect(run.shown.contains("done on 1 client, 1 changed"))
            #expect(run.shown.contains("its row is gone"))
            let lost = mock.fleetState.keys.filter { $0.contains("pc-03.lab.test") }
            #expect(lost.allSatisfy { !$0.hasPrefix("productOnClient") })
        }
    }
}
