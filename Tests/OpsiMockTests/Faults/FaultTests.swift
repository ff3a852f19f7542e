import Foundation
import OpsiMock
import TestSupport
import Testing

/// What each fault does on the wire.
@Suite struct FaultTests {
    private func faulty(
        _ kind: OpsiMock.Fault.Kind, seconds: Double? = nil,
        headers: String = "connection: close\r\n", limit: Int = .max, patience: Double = 10
    ) async throws -> ([UInt8], RawConnection.End) {
        try await withOpsiMock(fleet: .recorded) { mock in
            mock.faults.add(.init(kind, method: "productOnClient_getObjects", seconds: seconds))
            return try await mock.exchange(
                "productOnClient_getObjects", headers: headers, limit: limit, patience: patience)
        }
    }

    private func answer(_ kind: OpsiMock.Fault.Kind) async throws -> RawAnswer {
        let (bytes, end) = try await faulty(kind)
        #expect(end == .closed)
        return try #require(RawAnswer(bytes))
    }

    @Test func withoutFaultsAnswersAreWhole() async throws {
        let (bytes, end) = try await withOpsiMock(fleet: .recorded) { mock in
            try await mock.exchange("productOnClient_getObjects")
        }
        let answer = try #require(RawAnswer(bytes))
        #expect(end == .closed)
        #expect(answer.headers["content-length"] == String(answer.body.count))
        #expect(try Node(json: answer.body)["result"]?.array?.count == 83)
    }

    /// Refused is reset; what hangs stays open, or is closed after its time.
    @Test(arguments: [
        (OpsiMock.Fault.Kind.refuse, nil, RawConnection.End.reset), (.hang, nil, .silence),
        (.hang, 0.05, .closed),
    ])
    func noAnswer(
        _ kind: OpsiMock.Fault.Kind, _ seconds: Double?, _ expected: RawConnection.End
    ) async throws {
        let (bytes, end) = try await faulty(
            kind, seconds: seconds, patience: expected == .silence ? 0.2 : 10)
        #expect(bytes == [])
        #expect(end == expected)
    }

    @Test func delaysAreWaitedForAndHarmless() async throws {
        let start = ContinuousClock.now
        let (bytes, _) = try await faulty(.delay, seconds: 0.1)
        #expect(ContinuousClock.now - start >= .milliseconds(100))
        #expect(RawAnswer(bytes)?.status == 200)
    }

    @Test(arguments: [
        (OpsiMock.Fault.Kind.reset, RawConnection.End.reset), (.truncate, .closed),
    ])
    func halfABody(_ kind: OpsiMock.Fault.Kind, _ expected: RawConnection.End) async throws {
        let (bytes, end) = try await faulty(kind)
        let answer = try #require(RawAnswer(bytes))
        let promised = Int(answer.headers["content-length"] ?? "") ?? 0
        #expect(end == expected)
        #expect(answer.status == 200)
        #expect(answer.body.count == promised / 2)
        #expect(answer.body.count > 10_000)
    }

    @Test func garbageIsNoJSON() async throws {
        let answer = try await answer(.garbage)
        #expect(answer.status == 200)
        #expect(answer.headers["content-type"] == "application/json")
        #expect(throws: (any Error).self) { try Node(json: answer.body) }
    }

    @Test func resultsOfAnotherTypeOrNone() async throws {
        #expect(try Node(json: try await answer(.wrongType).body)["result"] == 42)
        let missing = try Node(json: try await answer(.missingResult).body)
        #expect(missing == ["id": 7, "jsonrpc": "2.0"])
    }

    @Test func wrongFieldTypes() async throws {
        let rows = try Node(json: try await answer(.wrongFieldTypes).body)["result"]?.array
        #expect(rows?.count == 83)
        #expect(rows?.first?["productId"]?.number != nil)
        #expect(rows?.first?["actionSequence"]?.string != nil)
    }

    @Test(arguments: [401, 426, 500, 503])
    func status(_ code: Int) async throws {
        let answer = try await answer(.status(code))
        #expect(answer.status == code)
        #expect(answer.headers["x-date-unix-timestamp"] != nil)
        #expect((answer.headers["retry-after"] != nil) == (code == 503))
    }

    @Test func rpcError() async throws {
        let answer = try await answer(.rpcError)
        let node = try Node(json: answer.body)
        #expect(answer.status == 200)
        #expect(node["error"]?["data"]?["class"] == "BackendIOError")
        #expect(node["result"] == nil)
        #expect(node["id"] == 7)
    }

    @Test(arguments: [OpsiMock.Fault.Kind.corruptGzip, .truncatedGzip])
    func badGzip(_ kind: OpsiMock.Fault.Kind) async throws {
        let answer = try await answer(kind)
        #expect(answer.headers["content-encoding"] == "gzip")
        #expect(answer.headers["content-length"] == String(answer.body.count))
        #expect(answer.body.starts(with: [0x1F, 0x8B]))
        #expect(throws: Inflate.Failure.self) { try Inflate.gunzip(answer.body) }
    }

    @Test(arguments: [OpsiMock.Fault.Kind.huge, .endlessGzip])
    func neverEnding(_ kind: OpsiMock.Fault.Kind) async throws {
        let limit = kind == .huge ? 5_000_000 : 50_000
        let (bytes, end) = try await faulty(kind, limit: limit)
        #expect(end == .silence)
        #expect(bytes.count >= limit)
        let answer = try #require(RawAnswer(Array(bytes.prefix(5000))))
        #expect(answer.headers["transfer-encoding"] == "chunked")
        #expect((answer.headers["content-encoding"] == "gzip") == (kind == .endlessGzip))
    }

    @Test func blockedBeatsALiveSession() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            mock.faults.set([.init(.blocked)])
            let caller = Caller(mock).with(nil).with(header: "cookie", cookie)
            let reply = try await caller.call("backend_info")
            #expect(reply.status == 403)
            #expect(reply.header("x-opsi-error") == "Client '127.0.0.1' is blocked")
            mock.faults.clear()
            #expect(try await caller.call("backend_info").status == 200)
        }
    }

    @Test func anExpiredSessionNeedsALogin() async throws {
        try await withOpsiMock(fleet: .small) { mock in
            let cookie = try #require(try await Caller(mock).call("backend_info").cookie)
            mock.faults.set([.init(.sessionExpired, count: 1)])
            let known = Caller(mock).with(nil).with(header: "cookie", cookie)
            #expect(try await known.call("backend_info").status == 401)
            let both = Caller(mock).with(header: "cookie", cookie)
            #expect(try await both.call("backend_info").status == 200)
            #expect(mock.loginCount == 2)
        }
    }
}
