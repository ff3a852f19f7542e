import OpsiMock
import Testing

/// Commands that take a name: a slip of the keyboard is told with what was probably meant.
@Suite("Names")
struct NameTests {
    @Test(
        "an unknown name is 64 with the nearest one, and nothing is changed",
        arguments: [
            (["client", "pc-10"], "pc-01.lab.test"), (["software", "pc-10"], "pc-01.lab.test"),
            (["product", "fierfox"], "firefox"), (["group", "hal"], "hall"),
            (["product-groups", "ofice"], "office"),
            (["install", "fierfox", "pc-01"], "firefox"),
            (["install", "firefox", "pc-10"], "pc-01.lab.test"),
            (["install", "7zip,fierfox", "pc-01"], "firefox"),
            (["uninstall", "fierfox", "pc-01"], "firefox"),
            (["update", "pc-01", "-p", "fierfox"], "firefox"),
            (["retry", "pc-03", "-p", "fierfox"], "firefox"),
            (["cancel", "pc-04", "-p", "7zp"], "7zip"),
            (["set-installed", "fierfox", "pc-01"], "firefox"),
            (["set-uninstalled", "fierfox", "pc-01"], "firefox"),
            (["set-setup", "fierfox", "pc-01"], "firefox"),
            (["group", "add", "hal", "pc-02"], "hall"),
            (["group", "remove", "hal", "pc-01"], "hall"),
            (["group", "delete", "emty"], "empty"),
            (["group", "create", "lab", "--parent", "hal"], "hall"),
        ])
    func unknown(verb: [String], nearest: String) async throws {
        try await withLab { mock in
            let before = mock.everything
            let isReading = ["client", "software", "product", "product-groups"].contains(verb[0])
            let ways = isReading || verb == ["group", "hal"] ? [[]] : [["--yes"], ["--dry-run"]]
            for way in ways {
                let run = try await Opus.run(verb + way, on: mock)
                #expect(run.status == 64, "\(way): \(run.errors)")
                #expect(run.errors.contains("did you mean \"\(nearest)\"?"), "\(run.errors)")
                #expect(run.output.isEmpty)
            }
            #expect(mock.everything == before)
        }
    }

    @Test(
        "what can't be done to a group is no dry run either",
        arguments: [
            (["group", "create", "hall"], "already"),
            (["group", "delete", "clientdirectory"], "root of the tree"),
        ])
    func groups(verb: [String], reason: String) async throws {
        try await withLab { mock in
            let before = mock.everything
            for way in ["--yes", "--dry-run"] {
                let run = try await Opus.run(verb + [way], on: mock)
                #expect(run.status == 64, "\(run.errors)")
                #expect(run.errors.contains(reason), "\(run.errors)")
            }
            #expect(mock.everything == before)
        }
    }
}
