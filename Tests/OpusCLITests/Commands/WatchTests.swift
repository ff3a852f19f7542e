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
                "opus", ["watch", "pc-01", "-o", "json", "--for", "1m"],
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

    @Test("without a messagebus it says so once, and asks")
    func noBus() async throws {
        try await withOpsiMock(fleet: try LabFleet.make()) { mock in
            mock.faults.set([.init(.noUpgrade, method: "messagebus")])
            let end = try await ChildProcess.run(
                "opus", ["watch", "pc-01", "--for", "1m"],
                environment: Opus.environment(mock)
            ) { opus in
                _ = try await opus.line(containing: "watching")
                // Before it has asked for the first time, nothing is news.
                try await mock.wait {
                    $0.requests.contains { $0.methods == ["productOnClient_getObjects"] }
                }
                await mock.request("setup", of: "firefox", on: ["pc-02.lab.test"])
                await mock.request("setup", of: "firefox", on: ["pc-01.lab.test"])
                let line = try await opus.line(containing: "requested")
                #expect(line.contains("pc-01.lab.test  firefox (setup)"))
                opus.interrupt()
                for await _ in opus.lines {}
            }
            #expect(end.status == 0)
            #expect(end.output.count == 1)
            #expect(end.errors.count { $0.contains("is no messagebus") } == 1)
        }
    }

    @Test("a server that is not there is an error")
    func unreachable() async throws {
        let end = try await ChildProcess.run(
            "opus", ["watch", "--for", "1m"],
            environment: [
                "HOME": "/proc/nonexistent", "OPUS_SERVER": "http://127.0.0.1:1",
                "OPUS_USERNAME": "u", "OPUS_PASSWORD": "p",
            ])
        #expect(end.status == 69)
        #expect(end.output == [])
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
