import Foundation
import Logging
import Testing

@testable import ExporterToolkit

@Suite("Log lines")
struct LogLineTests {
    @Test(
        "a line is a line, whatever is in it",
        arguments: [
            ("collected", "collected"), ("two words", #""two words""#), ("", #""""#),
            ("\u{9B}31mred", #""\x9b31mred""#), ("a\u{85}b", #""a\x85b""#),
            ("a\u{2028}b\u{2029}", #""a\u2028b\u2029""#), ("a\u{A0}b", "a\u{A0}b"),
            (#"say "hi""#, #""say \"hi\"""#), (#"back\slash"#, #""back\\slash""#),
            ("a=b", #""a=b""#), ("two\nlines\r\t", #""two\nlines\r\t""#),
            ("\u{1B}[31mred", #""\x1b[31mred""#), ("grün🦊", "grün🦊"),
        ])
    func quoting(message: String, written: String) {
        var handler = LogLineHandler(format: .logfmt, logLevel: .info)
        handler[metadataKey: "server"] = "\(message)"
        let event = LogEvent(
            level: .warning, message: "\(message)", metadata: ["a": "1"], source: nil, file: "",
            function: "", line: 0)
        let time = timespec(tv_sec: 1_790_000_000, tv_nsec: 7_999_999)
        #expect(
            handler.line(event, time: time)
                == "time=2026-09-21T14:13:20.007Z level=warning msg=\(written) a=1 server=\(written)"
        )
    }

    @Test(
        "a JSON line is an object of texts, whatever is in it",
        arguments: [
            "collected", "", #"say "hi""#, #"back\slash"#, "two\nlines\r\t", "\u{1B}[31mred\u{7F}",
            "grün🦊", "\u{0}", "\u{2028}",
        ])
    func json(message: String) throws {
        var handler = LogLineHandler(format: .json, logLevel: .info)
        handler[metadataKey: "server"] = "\(message)"
        let event = LogEvent(
            level: .warning, message: "\(message)", metadata: ["a": "1"], source: nil, file: "",
            function: "", line: 0)
        let line = handler.line(event, time: timespec(tv_sec: 1_790_000_000, tv_nsec: 7_999_999))
        #expect(!line.contains { $0.isNewline && $0 != "\u{2028}" })
        let object = try JSONDecoder().decode([String: String].self, from: Data(line.utf8))
        #expect(
            object == [
                "time": "2026-09-21T14:13:20.007Z", "level": "warning", "msg": message, "a": "1",
                "server": message,
            ])
    }
}
