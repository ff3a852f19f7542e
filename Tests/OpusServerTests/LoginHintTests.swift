import Testing

@testable import OpusServer

@Suite("Login hints")
struct LoginHintTests {
    @Test(
        "What opsi makes of names and passwords",
        arguments: [
            ("admin", "linux123", []), ("Monitoring", "x", [.reservedName]),
            ("monitor@corp.example.org", "x", [.hostName]), ("a.b", "x", []),
            ("opsi.example.org", "0123456789abcdef0123456789ABCDEF", []),
            ("admin", "a:b:c:d:e:f", [.fiveColons]), ("admin", "a:b:c:d:e:f:g", []),
            ("admin", "secret123456", [.digitsAtEnd]), ("admin", "123456", []),
            ("admin", "secret12345", []),
        ] as [(String, String, [LoginHint])])
    func hints(username: String, password: String, hints: [LoginHint]) {
        #expect(LoginHint.hints(username: username, password: Secret(password)) == hints)
    }

    @Test("A one-time code goes in its own header, and is as secret as the password")
    func code() async throws {
        let transport = ScriptedTransport { .result("true", to: $0) }
        var configuration = ServerConfiguration(
            url: "https://opsi.test", username: "admin", password: "secret123456")
        configuration.oneTimeCode = "654321"
        let server = try Server(configuration) { _ throws(ServerError) in transport }
        _ = try await server.userIsAdmin()
        #expect(transport.requests.first?.headers["x-opsi-mfa-otp"] == "654321")
        #expect(!"\(configuration)".contains("654321"))
    }
}
