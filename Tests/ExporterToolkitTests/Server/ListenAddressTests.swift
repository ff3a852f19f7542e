import NIOCore
import NIOPosix
import Testing

@testable import ExporterToolkit

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

    @Test("localhost is reached by both kinds of address, by the same port")
    func localhost() async throws {
        let settings = WebSettings(listenAddresses: [.init(host: "localhost", port: 0)])
        try await RunningServer.run(settings) { server in
            #expect(server.urls == ["http://localhost:\(server.port)"])
            for host in ["127.0.0.1", "::1"] where try await Self.has(host) {
                let channel = try await ClientBootstrap(
                    group: .singletonMultiThreadedEventLoopGroup
                )
                .connect(host: host, port: server.port).get()
                try await channel.close()
            }
        }
    }

    /// Whether this machine has an address: containers often have no IPv6.
    private static func has(_ host: String) async throws -> Bool {
        let bootstrap = ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
        guard let channel = try? await bootstrap.bind(host: host, port: 0).get() else {
            return false
        }
        try await channel.close()
        return true
    }
}
