import MockSupport
import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusServer

@Suite("Session")
struct SessionTests {
    private static func server(
        _ mock: OpsiMock, as user: OpsiMock.Account? = nil
    ) throws -> Server {
        var configuration = mock.access(as: user)
        configuration.connectTimeout = .seconds(60)
        let given = configuration
        // Time stands still, so that no pause ends while a slow machine runs the test.
        let start = ContinuousClock.now
        return try Server(configuration, now: { start }) { address throws(ServerError) in
            try HTTPTransport(given, address: address)
        }
    }

    @Test("A thousand calls at once make one login, and all the others carry its cookie")
    func oneLogin() async throws {
        try await withOpsiMock { mock in
            let server = try Self.server(mock)
            #expect(mock.requestCount == 0)
            try await withThrowingTaskGroup { group in
                for _ in 0..<1_000 { group.addTask { try await server.userIsAdmin() } }
                for try await isAdmin in group { #expect(isAdmin) }
            }
            #expect(mock.loginCount == 1)
            #expect(mock.requests.count { $0.authentication == .login } == 1)
            #expect(mock.requests.count { $0.authentication == .cookie } == 999)
            #expect(mock.sessionCount == 1)
            await server.shutdown()
            #expect(mock.requests.last?.method == "backend_exit")
            #expect(mock.sessionCount == 0)
        }
    }

    @Test("A session that the server has forgotten is replaced by one new login")
    func expired() async throws {
        try await withOpsiMock { mock in
            let server = try Self.server(mock)
            for _ in 0..<3 { _ = try await server.serverInfo() }
            mock.expireSessions()
            for _ in 0..<3 { _ = try await server.serverInfo() }
            #expect(mock.loginCount == 2)
            #expect(
                mock.requests.map(\.authentication) == [
                    .login, .cookie, .cookie, .login, .cookie, .cookie,
                ])
            await server.shutdown()
        }
    }

    @Test("A wrong password is tried once, and further calls are refused without a request")
    func wrongPassword() async throws {
        try await withOpsiMock { mock in
            let server = try Self.server(mock, as: .stranger)
            for _ in 0..<20 {
                let error = try await serverError { try await server.serverInfo() }
                #expect(error.code == .authentication)
                #expect(error.status == 401)
            }
            #expect(mock.requestCount == 1)
            await server.shutdown()
            #expect(mock.requestCount == 1)
        }
    }

    @Test("A wrong password under many calls at once is tried once")
    func wrongPasswordAtOnce() async throws {
        try await withOpsiMock { mock in
            let server = try Self.server(mock, as: .stranger)
            await withTaskGroup { group in
                for _ in 0..<100 {
                    group.addTask { () -> ServerError.Code? in
                        do {
                            _ = try await server.serverInfo()
                            return nil
                        } catch { return (error as? ServerError)?.code }
                    }
                }
                for await code in group { #expect(code == .authentication) }
            }
            #expect(mock.requestCount == 1)
            await server.shutdown()
        }
    }

    @Test("A blocked address is told so, and left alone")
    func blocked() async throws {
        try await withOpsiMock { mock in
            mock.block()
            let server = try Self.server(mock)
            for _ in 0..<3 {
                let error = try await serverError { try await server.serverInfo() }
                #expect(error.code == .blocked)
                #expect(error.status == 403)
                #expect(error.retryAfter == .seconds(120))
                #expect(error.message.contains("is blocked"))
            }
            #expect(mock.requestCount == 1)
            await server.shutdown()
        }
    }

    @Test("Each server object has a session of its own, for its own user")
    func twoUsers() async throws {
        try await withOpsiMock(configuration: .withUsers) { mock in
            let admin = try Self.server(mock)
            let plain = try Self.server(mock, as: .plain)
            #expect(try await admin.userIsAdmin())
            #expect(try await !plain.userIsAdmin())
            #expect(try await admin.userIsAdmin())
            let error = try await serverError { try await plain.clients() }
            #expect(error.code == .permission)
            #expect(error.failure?.errorClass == "OpsiServicePermissionError")
            #expect(mock.loginCount == 2)
            #expect(mock.sessionCount == 2)
            await admin.shutdown()
            await plain.shutdown()
        }
    }

    @Test("A call that waits for a login can be cancelled, while the login goes on")
    func cancelledWhileWaiting() async throws {
        let (loginSent, sent) = AsyncStream<Void>.makeStream()
        let transport = ScriptedTransport { _ in
            sent.yield()
            return .hang
        }
        let server = try Server.scripted(transport)
        let login = Task { try await server.serverInfo() }
        var iterator = loginSent.makeAsyncIterator()
        await iterator.next()
        let waiting = (0..<20).map { _ in Task { try await server.serverInfo() } }
        for task in waiting { task.cancel() }
        for task in waiting {
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        #expect(transport.requests.count == 1)
        login.cancel()
        await #expect(throws: CancellationError.self) { try await login.value }
    }

    @Test("A login that breaks off leaves the next call to log in")
    func brokenLogin() async throws {
        let transport = ScriptedTransport { request in
            request.attempt == 0
                ? .failure(TransportFailure(kind: .unreachable, reason: "no"))
                : .result("true", to: request)
        }
        let server = try Server.scripted(transport)
        let results = await withTaskGroup { group in
            for _ in 0..<50 {
                group.addTask { () -> ServerError.Code? in
                    do {
                        _ = try await server.userIsAdmin()
                        return nil
                    } catch { return (error as? ServerError)?.code ?? .rpc }
                }
            }
            return await group.reduce(into: [ServerError.Code?]()) { $0.append($1) }
        }
        #expect(results.count { $0 == .unreachable } == 1)
        #expect(results.count { $0 == nil } == 49)
        #expect(transport.requests.count { $0.headers["cookie"] == nil } == 2)
        #expect(
            transport.requests.count {
                $0.headers["cookie"] == "opsiconfd-session=0123456789abcdef0123456789abcdef"
            } == 48)
    }

    @Test("Shutting down without a session asks the server nothing")
    func shutdownUnused() async throws {
        let transport = ScriptedTransport { .result("true", to: $0) }
        let server = try Server.scripted(transport)
        await server.shutdown()
        #expect(transport.requests.count == 0)
        #expect(transport.wasShutDown)
    }

    @Test("A server that nobody shut down goes without harm")
    func forgotten() async throws {
        try await withOpsiMock { mock in
            _ = try await Self.server(mock).serverInfo()
            #expect(mock.requestCount == 1)
        }
    }
}
