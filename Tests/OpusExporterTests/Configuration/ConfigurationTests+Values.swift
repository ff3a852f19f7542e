import ExporterToolkit
import LocalSystem
import Logging
import OpusCore
import Testing

@testable import OpusExporter
@testable import OpusServer

/// How single values are read.
extension ConfigurationTests {
    @Test(
        "durations",
        arguments: [
            ("60s", .seconds(60)), ("5m", .seconds(300)), ("1h30m", .seconds(5400)),
            ("500ms", .milliseconds(500)), ("1d2h3m4s5ms", .milliseconds(93_784_005)),
            ("0s", .zero), ("366d", .seconds(31_622_400)), ("1s500ms", .milliseconds(1500)),
            ("", nil), ("60", nil), ("s", nil), ("1.5s", nil), ("-1s", nil), ("1 s", nil),
            ("30m1h", nil), ("1s1s", nil), ("1S", nil), ("367d", nil), ("366d1ms", nil),
            ("999999999999d", nil), ("9999999999999999999999s", nil), ("１s", nil), ("1y", nil),
        ] as [(String, Duration?)])
    func durations(text: String, expected: Duration?) {
        #expect(DurationText.parse(text) == expected)
    }

    @Test(
        "the name of a server is the host in its URL",
        arguments: [
            ("https://opsi.example.org:4447", "opsi.example.org"),
            ("https://OPSI.example.org", "opsi.example.org"),
            ("https://[fd00::1]:4447/rpc", "fd00::1"), ("http://127.0.0.1:80/", "127.0.0.1"),
            ("HTTPS://a?b", "a"), ("opsi", nil), ("://a", nil), ("https://", nil),
            ("https://:4447", nil), ("https:///a", nil),
        ] as [(String, String?)])
    func host(url: String, expected: String?) {
        #expect(URLParts(url)?.host == expected)
    }
}
