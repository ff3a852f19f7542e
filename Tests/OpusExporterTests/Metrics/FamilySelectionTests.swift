import OpusCore
import TestSupport
import Testing
import WebSupport

@testable import OpusExporter

@Suite("name[]", .timeLimit(.minutes(1)))
struct FamilySelectionTests {
    /// What is left of a whole text if only some families are wanted, worked out line by line.
    private static func filtered(_ text: String, _ families: [String]) -> String {
        var isWanted = false
        var result = ""
        for line in text.split(separator: "\n") {
            if line.hasPrefix("# HELP ") {
                isWanted = families.contains(String(line.split(separator: " ")[2]))
            }
            if isWanted || line == "# EOF" { result += line + "\n" }
        }
        return result
    }

    @Test(
        "only the families that are asked for are sent, in every form",
        arguments: [true, false], [true, false])
    func selection(isOpenMetrics: Bool, isCompressed: Bool) async throws {
        var headers: [String] = []
        if isOpenMetrics { headers.append("Accept: application/openmetrics-text;version=1.0.0") }
        if isCompressed { headers.append("Accept-Encoding: gzip") }
        @Sendable func text(_ answer: RawHTTP.Answer) throws -> String {
            isCompressed
                ? String(decoding: try Inflate.gunzip(answer.body), as: UTF8.self) : answer.text
        }
        let headerLines = headers
        try await RunningExporter.run { exporter in
            try await exporter.logged("info collected")
            func get(_ path: String, _ more: [String] = []) async throws -> RawHTTP.Answer {
                try await exporter.get(path, headerLines + more)
            }
            let whole = try await get("/metrics")
            let counter =
                isOpenMetrics ? "opsi_exporter_collections" : "opsi_exporter_collections_total"
            let some = try await get("/metrics?name[]=opsi_up&name[]=nonsense&name[]=\(counter)")
            #expect(some.status == 200)
            #expect(some.headers["content-type"] == whole.headers["content-type"])
            #expect(some.headers["content-encoding"] == whole.headers["content-encoding"])
            #expect(some.headers["content-length"] == "\(some.body.count)")
            #expect(try text(some) == Self.filtered(text(whole), ["opsi_up", counter]))
            #expect(try text(some).contains("opsi_exporter_collections_total{"))

            // The tag is that of the selection, and the same each time.
            let tag = try #require(some.headers["etag"])
            #expect(tag != whole.headers["etag"])
            let other = try await get("/metrics?name[]=opsi_up")
            #expect(other.headers["etag"] != tag)
            let path = "/metrics?name%5B%5D=\(counter)&name%5B%5D=opsi_up"
            let again = try await get(path, ["If-None-Match: \(tag)"])
            #expect(again.status == 304)
            #expect(try await get(path).body == some.body)

            // Nothing that is known is no error, and no zero.
            let none = try await get("/metrics?name[]=nonsense")
            #expect(none.status == 200)
            #expect(try text(none) == (isOpenMetrics ? "# EOF\n" : ""))
        }
    }
}
