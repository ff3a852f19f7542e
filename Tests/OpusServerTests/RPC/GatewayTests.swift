import Testing

@testable import OpusServer

/// What answers in opsi's place: proxies, login pages, other services.
@Suite("Gateways")
struct GatewayTests {
    private static func foreign(
        _ status: Int, _ headers: [String: String] = [:], body: String = "<html>"
    ) -> ScriptedTransport {
        ScriptedTransport { _ in
            .answer(
                .init(
                    status: status, headers: headers.merging(["server": "nginx"]) { $1 },
                    body: Array(body.utf8), isForeign: true))
        }
    }

    @Test(
        "What is no opsi server has a code of its own, and is named",
        arguments: [
            (200, "text of the type text/html"), (302, "https://login.example.org"),
            (403, "HTTP 403"), (404, "HTTP 404"), (413, "--batch-size"), (429, "no more requests"),
            (500, "HTTP 500"), (502, "no answer from it"), (504, "no answer from it"),
        ])
    func foreign(status: Int, part: String) async throws {
        let transport = Self.foreign(
            status, ["content-type": "text/html", "location": "https://login.example.org"])
        let error = try await serverError {
            try await Server.scripted(transport).userIsAdmin()
        }
        #expect(error.code == .notOpsi)
        #expect(error.message.contains(part), "\(error)")
        #expect(error.message.contains("nginx"))
        #expect(transport.requests.count == 1)
    }

    @Test("opsi's own answers stay what they were, whatever is before it")
    func own() async throws {
        for (status, code) in [
            (403, .blocked), (429, .malformedAnswer), (500, .unavailable), (503, .unavailable),
        ] as [(Int, ServerError.Code)] {
            let transport = ScriptedTransport { _ in
                .status(status, "{}", headers: ["server": "nginx"])
            }
            let error = try await serverError {
                try await Server.scripted(transport).userIsAdmin()
            }
            #expect(error.code == code)
        }
    }

    @Test(
        "Retry-After is honoured, as a number and as a time: nothing is sent before",
        arguments: ["120", "Sat, 28 Nov 2026 00:02:00 GMT"])
    func retryAfter(text: String) async throws {
        let transport = Self.foreign(
            429, ["retry-after": text, "date": "Sat, 28 Nov 2026 00:00:00 GMT"])
        let server = try Server.scripted(transport, retries: .init(attempts: 3))
        for _ in 0..<3 {
            let error = try await serverError { try await server.userIsAdmin() }
            #expect(error.code == .notOpsi)
            #expect(error.retryAfter == .seconds(120))
        }
        #expect(transport.requests.count == 1)
    }

    @Test("Times that are none are not honoured", arguments: ["-1", "soon", "99999999", ""])
    func oddRetryAfter(text: String) async throws {
        let transport = Self.foreign(429, ["retry-after": text])
        let server = try Server.scripted(transport)
        for _ in 0..<2 {
            #expect(
                try await serverError { try await server.userIsAdmin() }.retryAfter == nil)
        }
        #expect(transport.requests.count == 2)
    }

    @Test(
        "HTTP times",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sat, 28 Nov 2026 00:45:39 UTC", 1_795_826_739),
            ("Sat, 28 Nov 2026 00:45:39", nil), ("Sat, 99 Nov 2026 00:45:39 GMT", nil),
        ] as [(String, Int?)])
    func times(text: String, seconds: Int?) {
        #expect(HTTPTime.unixSeconds(text) == seconds)
    }
}
