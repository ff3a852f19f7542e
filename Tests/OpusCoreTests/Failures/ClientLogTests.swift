import Testing

@testable import OpusCore

/// A log, line by line.
@Suite("Lines of a log") struct ClientLogTests {
    private func log(_ text: String) -> ClientLog {
        var copy = text
        return copy.withUTF8 { ClientLog($0, type: .installation) }
    }

    @Test("Lines have their parts; what goes on has the level of the line before")
    func parts() {
        let log = log(
            "rest of a line\n[3] [2026-11-26 09:14:03.120] [app]   Error: no\nmore of it\n"
                + "[6] [2026-11-26 09:14:03.121] [] outside\r\n"
                + "[1] [Nov 20 09:14:00:000] [x y] old\n[5] [Nov 20 09:14:00:000] [app]")
        #expect(log.lines.map(\.number) == [1, 2, 3, 4, 5, 6])
        #expect(log.lines.map(\.level) == [nil, 3, 3, 6, 1, 5])
        #expect(log.lines.map(\.product) == [nil, "app", nil, nil, nil, "app"])
        #expect(
            log.lines.map(\.text) == [
                "rest of a line", "  Error: no", "more of it", "outside", "[x y] old", "",
            ])
        #expect(log.lines[1].time == "2026-11-26 09:14:03.120")
        #expect(log.lines[3].whole == "[6] [2026-11-26 09:14:03.121] [] outside")
    }

    @Test("Secrets are masked in every part of a line")
    func secrets() {
        let line = log("[6] [2026-11-26 09:14:03.120] [app] Call \"a.exe PIDKEY=Tulpe7\"").lines[0]
        #expect(line.isMasked)
        #expect(line.text == "Call \"a.exe PIDKEY=***\"")
        #expect(line.whole.hasSuffix("[app] Call \"a.exe PIDKEY=***\""))
    }

    @Test("An empty log has no line, and a run has its own lines alone")
    func runs() throws {
        #expect(log("").lines.isEmpty)
        var builder = LogBuilder.failed([(2, "Error level set to fatal: no")])
        builder.begin("next")
        builder.end("next", "success")
        let log = log(builder.text)
        let run = try #require(log.run(of: "app", for: nil))
        let lines = log.lines(of: run)
        #expect(lines.first?.number == 2)
        #expect(lines.allSatisfy { $0.product == "app" })
        #expect(log.run(of: "missing", for: nil) == nil)
    }
}
