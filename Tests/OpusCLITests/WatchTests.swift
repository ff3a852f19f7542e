import OpsiMock
import TestSupport
import Testing

@testable import OpusCLI
@testable import OpusCore

/// `opus watch`, by the real program before a mock server.
@Suite("Watching", .timeLimit(.minutes(2)))
struct WatchTests {
    @Test("tells what happens, a line of JSON each")
    func lines() async throws {
        try await withOpsiMock(fleet: try LabFleet.make()) { mock in
            let end = try await ChildProcess.run(
                ChildProcess.product("opus"), ["watch", "pc-01", "-o", "json", "--for", "1m"],
                environment: Opus.environment(mock)
            ) { opus in
                _ = try await opus.line(containing: "watching")
                await mock.waitUntilSubscribed(to: "event:productOnClient_updated")
                // Another client is of no interest.
                await mock.request("setup", of: "firefox", on: ["pc-02.lab.test"])
                await mock.request("setup", of: "firefox", on: ["pc-01.lab.test"])
                let line = try await opus.line(containing: "\"what\"")
                #expect(line.hasPrefix(#"{"time": "#))
                #expect(
                    line.hasSuffix(
                        #""what": "requested", "client": "pc-01.lab.test", "product": "firefox", "#
                            + #""action": "setup", "detail": null}"#))
                // Ctrl-C is how one ends it.
                opus.interrupt()
                for await _ in opus.lines {}
            }
            #expect(end.status == 0)
            #expect(end.output.count == 1)
        }
    }

    @Test("without a messagebus it says so, and ends")
    func noBus() async throws {
        try await withOpsiMock(fleet: try LabFleet.make()) { mock in
            mock.faults.set([.init(.noUpgrade, method: "messagebus")])
            let end = try await ChildProcess.run(
                ChildProcess.product("opus"), ["watch", "--for", "1m"],
                environment: Opus.environment(mock))
            #expect(end.status == 69)
            #expect(end.errors.contains { $0.contains("is no messagebus") })
        }
    }

    @Test("lines have all that there is, in every form")
    func forms() {
        let happening = Happening(
            kind: .failed, client: "pc-01.lab.test", product: "firefox", action: "setup",
            detail: "1603 password=xyzzy")
        func text(_ format: OutputFormat) -> String {
            HappeningLines(format: format, now: { 1_795_369_413 }).text(happening)
        }
        #expect(
            text(.table)
                == "2026-11-22T17:43:33Z  failed     pc-01.lab.test  firefox (setup)  1603 password=***\n"
        )
        #expect(
            text(.json)
                == #"{"time": "2026-11-22T17:43:33Z", "what": "failed", "client": "pc-01.lab.test", "product": "firefox", "action": "setup", "detail": "1603 password=***"}"#
                + "\n")
        #expect(
            text(.csv)
                == "2026-11-22T17:43:33Z,failed,pc-01.lab.test,firefox,setup,1603 password=***\r\n")
    }
}
