import Foundation
import MockSupport
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
        #expect(try await Self.code(Self.server("http://127.0.0.1:1")) == .unreachable)
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
        try await withServer(
            of: .example,
            {
                $0.maximumResponseBytes = 500_000
                if kind == .hang { $0.callTimeout = .milliseconds(100) }
            }
        ) { mock, server in
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
        }
    }

    @Test("Large answers come compressed over the network")
    func compressed() async throws {
        try await withServer(of: .example) { mock, server in
            let rows = try await server.productsOnClient()
            #expect(rows.count > 600)
            let request = try #require(mock.requests.last)
            #expect(request.headers["accept-encoding"] == "gzip")
            #expect(request.answerBytes < rows.count * 100)
        }
    }

    @Test("IPv6 addresses work")
    func version6() async throws {
        try await withServer(configuration: .init { $0.host = "::1" }) { _, server in
            let isAdmin = try await server.userIsAdmin()
            #expect(isAdmin)
        }
    }

    // MARK: TLS

    private static func tls(
        _ certificate: OpsiMock.CertificateKind = .valid
    ) -> OpsiMock.Configuration {
        .init { ($0.tls, $0.certificate) = (true, certificate) }
    }

    @Test(
        "Bad certificates are refused before the password is sent, and accepted where that was asked for",
        arguments: [
            OpsiMock.CertificateKind.expired, .wrongHost,
        ])
    func badCertificates(kind: OpsiMock.CertificateKind) async throws {
        try await withOpsiMock(configuration: Self.tls(kind)) { mock in
            try await withFile(mock.authorityPEM) { path in
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

    @Test(
        "An unusable CA file is named",
        arguments: [
            "", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        ])
    func badAuthorityFile(content: String) async throws {
        try await withFile(content) { path in
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
