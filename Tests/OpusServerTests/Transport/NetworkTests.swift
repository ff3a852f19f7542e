import Foundation
import NIOCore
import NIOPosix
import OpsiMock
import TestSupport
import Testing

@testable import OpusServer

/// Real connections over loopback.
@Suite("Network")
struct NetworkTests {
    private static func server(
        _ url: String, username: String = "adminuser", password: Secret = "opsi-mock-password",
        trust: ServerConfiguration.Trust = .system
    ) throws -> Server {
        var configuration = ServerConfiguration(
            url: url, username: username, password: password, trust: trust)
        configuration.retries = .never
        return try Server(configuration)
    }

    private static func code(_ server: Server) async throws -> ServerError.Code {
        let error = try await serverError { try await server.serverInfo() }
        await server.shutdown()
        return error.code
    }

    @Test("A port where nobody listens is unreachable")
    func closedPort() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        try await channel.close()
        #expect(try await Self.code(Self.server("http://127.0.0.1:\(port)")) == .unreachable)
    }

    @Test("A host that does not exist is unreachable")
    func unknownHost() async throws {
        #expect(try await Self.code(Self.server("https://no-such-host.invalid")) == .unreachable)
    }

    @Test("Something that speaks no HTTP is no opsi server")
    func noHTTP() async throws {
        let channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .childChannelInitializer { $0.pipeline.addHandler(Greeter()) }
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(channel.localAddress?.port)
        #expect(try await Self.code(Self.server("http://127.0.0.1:\(port)")) == .malformedAnswer)
        try await channel.close()
    }

    @Test(
        "Faults of a real connection have their codes",
        arguments: [
            (.refuse, .unreachable), (.reset, .unreachable), (.truncate, .unreachable),
            (.garbage, .malformedAnswer),
            (.wrongType, .malformedAnswer), (.missingResult, .malformedAnswer), (.rpcError, .rpc),
            (.status(503), .unavailable), (.status(500), .unavailable), (.blocked, .blocked),
            (.huge, .tooLarge),
            (.endlessGzip, .tooLarge), (.corruptGzip, .malformedAnswer),
            (.truncatedGzip, .malformedAnswer),
            (.hang, .timeout), (.wrongFieldTypes, .malformedAnswer),
        ] as [(OpsiMock.Fault.Kind, ServerError.Code)])
    func faults(kind: OpsiMock.Fault.Kind, code: ServerError.Code) async throws {
        let fleet = try OpsiMock.Fleet(json: Array(try Fixture.data("fleet-example.json")))
        try await withOpsiMock(fleet: fleet) { mock in
            var configuration = ServerConfiguration(
                url: mock.url, username: mock.username, password: Secret(mock.password))
            configuration.retries = .never
            configuration.maximumResponseBytes = 500_000
            if kind == .hang { configuration.callTimeout = .milliseconds(100) }
            let server = try Server(configuration)
            if kind != .hang { #expect(try await server.clients().count == 60) }
            // What is huge consists of rows, which are no clients.
            let isRows = kind == .huge || kind == .endlessGzip
            let method = isRows ? "productOnClient_getObjects" : "host_getObjects"
            mock.faults.set([.init(kind, method: method)])
            let error = try await serverError {
                if isRows {
                    _ = try await server.table(.localboot.on(["pc1.test"]))
                } else {
                    _ = try await server.clients()
                }
            }
            #expect(error.code == code)
            // The next call is none the worse for it.
            mock.faults.clear()
            if kind == .blocked {
                #expect(try await serverError { try await server.clients() }.code == .blocked)
            } else if kind != .hang {
                #expect(try await server.clients().count == 60)
            }
            await server.shutdown()
        }
    }

    @Test("An expired session costs one more login and no error")
    func sessionExpired() async throws {
        var configuration = OpsiMock.Configuration()
        configuration.faults = [.init(.sessionExpired, method: "backend_info", after: 1, count: 1)]
        try await withOpsiMock(configuration: configuration) { mock in
            let server = try Self.server(mock.url)
            for _ in 0..<4 { _ = try await server.serverInfo() }
            #expect(mock.loginCount == 2)
            await server.shutdown()
        }
    }

    @Test("Large answers come compressed over the network")
    func compressed() async throws {
        let fleet = try OpsiMock.Fleet(json: Array(try Fixture.data("fleet-example.json")))
        try await withOpsiMock(fleet: fleet) { mock in
            let server = try Self.server(mock.url)
            let rows = try await server.productsOnClient()
            #expect(rows.count > 600)
            let request = try #require(mock.requests.last)
            #expect(request.headers["accept-encoding"] == "gzip")
            #expect(request.answerBytes < rows.count * 100)
            await server.shutdown()
        }
    }

    @Test("The clock of a server that is ahead of UTC", arguments: [0, 3_600, -12_600, 49_500])
    func clock(offset: Int) async throws {
        var configuration = OpsiMock.Configuration()
        configuration.clock = .fixed(1_795_366_800)
        configuration.utcOffset = offset
        try await withOpsiMock(configuration: configuration) { mock in
            let server = try Self.server(mock.url)
            #expect(
                try await server.clock() == ServerClock(unixTime: 1_795_366_800, utcOffset: offset))
            await server.shutdown()
        }
    }

    @Test("IPv6 addresses work")
    func version6() async throws {
        var configuration = OpsiMock.Configuration()
        configuration.host = "::1"
        try await withOpsiMock(configuration: configuration) { mock in
            let server = try Self.server(mock.url)
            #expect(try await server.userIsAdmin())
            await server.shutdown()
        }
    }

    // MARK: TLS

    /// A PEM file that is gone afterwards.
    private static func withFile<Result>(
        _ content: String, _ body: (String) async throws -> Result
    ) async throws -> Result {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "opus-\(UUID().uuidString).pem")
        try Data(content.utf8).write(to: url)
        defer { try? FileManager.default.removeItem(at: url) }
        return try await body(url.path)
    }

    private static func tls(_ certificate: OpsiMock.CertificateKind = .valid)
        -> OpsiMock.Configuration
    {
        var configuration = OpsiMock.Configuration()
        configuration.tls = true
        configuration.certificate = certificate
        return configuration
    }

    @Test("The server's authority in a file makes its certificate good")
    func authorityFile() async throws {
        try await withOpsiMock(configuration: Self.tls()) { mock in
            #expect(mock.url.hasPrefix("https://"))
            try await Self.withFile(mock.authorityPEM) { path in
                let server = try Self.server(mock.url, trust: .authorityFile(path))
                #expect(try await server.userIsAdmin())
                await server.shutdown()
            }
        }
    }

    @Test(
        "Bad certificates are refused before the password is sent, and accepted where that was asked for",
        arguments: [
            OpsiMock.CertificateKind.expired, .wrongHost,
        ])
    func badCertificates(kind: OpsiMock.CertificateKind) async throws {
        try await withOpsiMock(configuration: Self.tls(kind)) { mock in
            try await Self.withFile(mock.authorityPEM) { path in
                let server = try Self.server(mock.url, trust: .authorityFile(path))
                let code = try await Self.code(server)
                #expect(code == .tls)
            }
            #expect(mock.requestCount == 0)
            let server = try Self.server(mock.url, trust: .insecure)
            #expect(try await server.userIsAdmin())
            await server.shutdown()
        }
    }

    @Test("An authority that the system does not know is not trusted")
    func untrusted() async throws {
        try await withOpsiMock(configuration: Self.tls()) { mock in
            let code = try await Self.code(Self.server(mock.url))
            #expect(code == .tls)
            #expect(mock.requestCount == 0)
        }
    }

    @Test("https to a plain server is a TLS failure")
    func plainServer() async throws {
        try await withOpsiMock { mock in
            let url = mock.url.replacing("http://", with: "https://")
            let code = try await Self.code(Self.server(url))
            #expect(code == .tls)
        }
    }

    @Test(
        "An unusable CA file is named",
        arguments: [
            "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ])
    func badAuthorityFile(content: String) async throws {
        try await Self.withFile(content) { path in
            let error = #expect(throws: ServerError.self) {
                try Self.server("https://opsi.test", trust: .authorityFile(path))
            }
            #expect(error?.code == .configuration)
            #expect(error?.message.contains(path) == true)
        }
        let error = #expect(throws: ServerError.self) {
            try Self.server("https://opsi.test", trust: .authorityFile("/no/such/file.pem"))
        }
        #expect(error?.code == .configuration)
        #expect(error?.message.contains("/no/such/file.pem") == true)
    }
}

/// Answers anything as a server of another protocol would.
private final class Greeter: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.channel.writeAndFlush(ByteBuffer(string: "SSH-2.0-OpenSSH_9.2\r\n"), promise: nil)
    }
}
