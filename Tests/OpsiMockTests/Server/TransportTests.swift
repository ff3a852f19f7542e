import AsyncHTTPClient
import Foundation
import NIOSSL
import OpsiMock
import Testing

/// TLS, keep-alive and encodings.
@Suite struct TransportTests {
    private func status(
        _ kind: OpsiMock.CertificateKind, trustsAuthority: Bool
    ) async throws -> Int {
        return try await withOpsiMock(
            configuration: .init {
                $0.tls = true
                $0.certificate = kind
            }
        ) { mock in
            #expect(mock.url.hasPrefix("https://127.0.0.1:"))
            var tls = TLSConfiguration.makeClientConfiguration()
            if trustsAuthority {
                tls.trustRoots = .certificates(
                    try NIOSSLCertificate.fromPEMBytes(Array(mock.authorityPEM.utf8)))
            }
            var settings = HTTPClient.Configuration(tlsConfiguration: tls)
            settings.connectionPool.retryConnectionEstablishment = false
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
            do {
                let request = HTTPClientRequest(url: mock.url + "/rpc")
                let response = try await client.execute(request, timeout: .seconds(60))
                try await client.shutdown()
                return Int(response.status.code)
            } catch {
                try await client.shutdown()
                throw error
            }
        }
    }

    @Test func itsAuthorityVouchesForIt() async throws {
        #expect(try await status(.valid, trustsAuthority: true) == 401)
    }

    @Test(arguments: [
        (OpsiMock.CertificateKind.valid, false), (.expired, true), (.wrongHost, true),
    ])
    func badCertificatesAreNotTrusted(
        _ kind: OpsiMock.CertificateKind, _ trustsAuthority: Bool
    ) async throws {
        await #expect(throws: (any Error).self) {
            try await status(kind, trustsAuthority: trustsAuthority)
        }
    }

    @Test(arguments: ["/ssl/opsi-ca-cert.pem", "/ssl/ca-certs.pem"])
    func theAuthorityNeedsNoLogin(_ path: String) async throws {
        try await withOpsiMock { mock in
            let reply = try await Caller(mock).with(nil).send("GET", path)
            #expect(reply.status == 200)
            #expect(String(decoding: reply.body, as: UTF8.self) == mock.authorityPEM)
            #expect(reply.header("set-cookie") == nil)
        }
    }

    @Test func idleConnectionsAreClosed() async throws {
        try await withOpsiMock(configuration: .init { $0.keepAlive = .milliseconds(50) }) { mock in
            let (bytes, end) = try await mock.exchange("getDomain", headers: "")
            #expect(RawAnswer(bytes)?.status == 200)
            #expect(end == .closed)
        }
    }

    @Test func connectionsAreKeptUntilThen() async throws {
        try await withOpsiMock { mock in
            let connection = try RawConnection(port: mock.port)
            for _ in 0..<3 {
                connection.send(mock.request("getDomain"))
                let (bytes, _) = await connection.receive(limit: 1)
                #expect(RawAnswer(bytes)?.status == 200)
            }
        }
    }

    @Test func compressedRequestsAreRead() async throws {
        // A frame whose block is compressed, copies that overlap themselves included.
        let frame = """
            BCJNGGRAp2sAAADwE3sianNvbnJwYyI6ICIyLjAiLCAiaWQiOiA1LCAibWV0aG8NAPANImFjY2Vzc0NvbnRyb2xf\
            YXV0aGVudGljYXRlZDIAsXBhcmFtcyI6IFtdDgBRZGRpbmc4AA8BAEcfYgIABFBiYWIifQAAAADu+YHQ
            """
        let body = try #require(Data(base64Encoded: frame))
        try await withOpsiMock { mock in
            let caller = Caller(mock).with(header: "content-encoding", "lz4")
            let reply = try await caller.send("POST", "/rpc", body: Array(body))
            #expect(reply.node == ["id": 5, "result": true, "jsonrpc": "2.0"])
        }
    }

    /// The answers of these encodings are compared with the plain one.
    @Test(arguments: ["gzip", "deflate", "lz4", "x, GZIP;q=0", "gzip, deflate", "deflate,lz4"])
    func allEncodingsHoldTheSame(_ encoding: String) async throws {
        try await withOpsiMock(fleet: .recorded) { mock in
            let plain = try await Caller(mock).call("productOnClient_getObjects")
            #expect(plain.header("content-encoding") == nil)
            let reply = try await Caller(mock).with(header: "accept-encoding", encoding)
                .call("productOnClient_getObjects")
            #expect(reply.header("content-encoding") != nil)
            #expect(try decoded(reply) == plain.node)
            let small = try await Caller(mock).with(header: "accept-encoding", encoding)
                .call("getDomain")
            #expect(small.header("content-encoding") == nil)
        }
    }

    @Test func whatWasReceivedIsRemembered() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let reply = try await Caller(mock).call("host_getObjects", ["id"], ["id": "pc1*"])
            let request = try #require(mock.requests.first)
            #expect(mock.requests.count == 1)
            #expect(request.method == "host_getObjects")
            #expect(request.params == #"[["id"],{"id":"pc1*"}]"#)
            #expect(request.authentication == .login)
            #expect(request.status == 200)
            #expect(request.answerBytes == reply.body.count)
            #expect(request.headers["authorization"] == nil)
            mock.clearRequests()
            #expect(mock.requests == [])
            #expect(mock.requestCount == 1)
        }
    }

    @Test func aPortInUseIsSaid() async throws {
        try await withOpsiMock { mock in
            let error = await #expect(throws: OpsiMock.StartError.self) {
                try await withOpsiMock(configuration: .init { $0.port = mock.port }) { _ in }
            }
            #expect(error?.description.contains("the port is in use") == true)
        }
    }

    @Test func theServerIsGoneWhenTheClosureThrows() async throws {
        struct Expected: Error {}
        var gone: OpsiMock?
        var port = 0
        await #expect(throws: Expected.self) {
            try await withOpsiMock { mock in
                gone = mock
                port = mock.port
                throw Expected()
            }
        }
        // Another test may have been given the same port by now; this mock answers there no more.
        if let connection = try? RawConnection(port: port) {
            connection.send("GET /ssl/opsi-ca-cert.pem HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = await connection.receive(limit: 1)
        }
        let mock = try #require(gone)
        #expect(mock.requestCount == 0)
    }
}
