import ExporterToolkit
import TestSupport
import Testing
import WebSupport

@Suite("POST /-/reload", .timeLimit(.minutes(1)))
struct ReloadEndpointTests {
    @Test(
        "is done for those who ask themselves, and for no page of another origin",
        arguments: [
            ([], 200), (["Origin: http://localhost"], 200), (["Origin: HTTP://LOCALHOST"], 200),
            (["Origin: http://localhost:8080"], 403), (["Origin: https://evil.example"], 403),
            (["Origin: null"], 403), (["Sec-Fetch-Site: same-origin"], 200),
            (["Sec-Fetch-Site: none"], 200), (["Sec-Fetch-Site: same-site"], 403),
            (["Sec-Fetch-Site: cross-site"], 403),
            (["Origin: http://localhost", "Origin: http://evil.example"], 403),
        ] as [([String], Int)])
    func origin(fields: [String], status: Int) async throws {
        let asked = Inbox<Void>()
        try await RunningServer.run(reload: {
            asked.put(())
            return .reloaded("all of it")
        }) { server in
            let answer = try await RawHTTP.send(
                "POST", "/-/reload", ["Content-Length: 0"] + fields, port: server.port)
            #expect(answer.status == status)
            asked.finish()
            if status == 200 {
                try await asked.next()
                #expect(answer.text == "Reloaded: all of it\n")
            }
            await #expect(throws: CancellationError.self) { try await asked.next() }
        }
    }
}
