import ExporterToolkit
import Testing

@Suite("Addresses to listen on")
struct ListenAddressTests {
    @Test(
        "addresses to listen on",
        arguments: [
            (":10447", nil, 10447), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:9000", "::1", 9000),
            ("localhost:65535", "localhost", 65535), ("[::]:1", "::", 1),
        ] as [(String, String?, Int)])
    func listenAddress(text: String, host: String?, port: Int) throws {
        let address = try #require(ListenAddress(text))
        #expect(address == ListenAddress(host: host, port: port))
        #expect(address.description == text)
    }

    @Test(
        "what is no address to listen on",
        arguments: [
            "", ":", "10447", ":65536", ":-1", ":+1", ":1a", "::1:9000", "[::1]", "[]:1", "[a]:1",
            "a b:1", "http://a:1", ":999999999999999999999", "[::1]9000",
        ])
    func noListenAddress(text: String) {
        #expect(ListenAddress(text) == nil)
    }
}
