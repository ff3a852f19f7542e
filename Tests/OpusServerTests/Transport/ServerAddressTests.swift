import TestSupport
import Testing

@testable import OpusServer

@Suite("Server address")
struct ServerAddressTests {
    @Test(
        "Addresses as people write them",
        arguments: [
            ("https://opsi.example.org:4447", "https://opsi.example.org:4447"),
            ("https://opsi.example.org", "https://opsi.example.org:4447"),
            ("https://opsi.example.org/", "https://opsi.example.org:4447"),
            ("https://opsi.example.org:443/rpc", "https://opsi.example.org:443"),
            ("HTTPS://OPSI.example.org", "https://OPSI.example.org:4447"),
            ("https://gw.example.org/opsi/", "https://gw.example.org:4447/opsi"),
            ("https://gw.example.org:443/a/b-1/rpc", "https://gw.example.org:443/a/b-1"),
            ("https://opsi_server-1", "https://opsi_server-1:4447"),
            ("https://192.0.2.7:8443", "https://192.0.2.7:8443"),
            ("https://[2001:db8::7]:8443", "https://[2001:db8::7]:8443"),
            ("https://[2001:db8::7]", "https://[2001:db8::7]:4447"),
            ("http://localhost:4447", "http://localhost:4447"),
            ("http://LOCALHOST:1", "http://LOCALHOST:1"),
            ("http://127.0.0.1:65535", "http://127.0.0.1:65535"),
            ("http://127.1.2.3", "http://127.1.2.3:4447"),
            ("http://[::1]:4447", "http://[::1]:4447"),
        ])
    func good(text: String, url: String) throws {
        #expect(try ServerAddress(text).url == url)
    }

    @Test(
        "What is no address is refused, naming it",
        arguments: [
            "", "opsi", "opsi.example.org", "opsi.example.org:4447", "//opsi", "https://",
            "https:///rpc", "https://:4447",
            "ftp://opsi:4447", "file:///etc/passwd", "https://opsi:0", "https://opsi:65536",
            "https://opsi:99999999999999999999",
            "https://opsi:port", "https://opsi:-1", "https://opsi/a//b", "https://opsi/../x",
            "https://opsi/%2e%2e", "https://opsi/a b", "https://opsi?x=1",
            "https://opsi#x",
            "https://op si", "https://opsi%2Fevil", "https://opsi\\evil", "https://büro.example",
            "https://[::1",
            "https://[]:1", "https://opsi:4447:4447", " https://opsi",
        ])
    func bad(text: String) {
        #expect(Self.refusal(of: text)?.message.contains("\"\(text)\"") == true)
    }

    private static func refusal(
        of text: String, sourceLocation: SourceLocation = #_sourceLocation
    ) -> ServerError? {
        let error = #expect(throws: ServerError.self, sourceLocation: sourceLocation) {
            try ServerAddress(text)
        }
        #expect(error?.code == .configuration, sourceLocation: sourceLocation)
        return error
    }

    @Test(
        "Plain http is for loopback alone",
        arguments: [
            "http://opsi.example.org:4447", "http://192.0.2.7:4447",
            "http://localhost.evil.example", "http://127.0.0.1.evil.example",
            "http://128.0.0.1", "http://127.0.0.256", "http://127.1", "http://[::2]",
            "http://0.0.0.0", "http://localhost.",
        ])
    func plain(text: String) {
        #expect(Self.refusal(of: text)?.message.contains("https://") == true)
    }

    @Test(
        "A password in an address is refused and not repeated",
        arguments: [
            "https://adminuser:linux123@opsi.example.org:4447",
            "http://adminuser:linux123@opsi.example.org",
            "ftp://adminuser:linux123@opsi.example.org", "adminuser:linux123@opsi.example.org:4447",
            "https://adminuser:linux123@", "https://adminuser:linux123@op si",
            "https://linux123@opsi:4447/path",
            "https://adminuser:linux123@opsi:99999",
        ])
    func userInformation(text: String) {
        let error = Self.refusal(of: text)
        #expect(error.map { String(reflecting: $0).contains("linux123") } == false)
    }

    @Test("A user name must be one", arguments: ["", "admin:user"])
    func usernames(name: String) {
        let error = #expect(throws: ServerError.self) {
            try Server(url: "https://opsi", username: name, password: "linux123")
        }
        #expect(error?.code == .configuration)
    }
}
