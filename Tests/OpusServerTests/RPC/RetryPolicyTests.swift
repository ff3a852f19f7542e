import Testing

@testable import OpusServer

@Suite("Retry policy")
struct RetryPolicyTests {
    private let policy = RetryPolicy(
        attempts: 4, firstPause: .milliseconds(200), longestPause: .milliseconds(500))

    @Test(
        "Pauses grow twofold to a limit, and are drawn from their upper half",
        arguments: [
            (1, 0.0, 100), (1, 0.5, 150), (1, 1.0, 200), (2, 0.0, 200), (2, 1.0, 400),
            (3, 0.0, 250),
            (3, 1.0, 500), (4, 1.0, nil), (5, 1.0, nil),
        ] as [(Int, Double, Int?)])
    func growth(attempt: Int, fraction: Double, milliseconds: Int?) {
        let error = ServerError(.unreachable, "")
        #expect(
            policy.pause(after: attempt, error: error, fraction: fraction)
                == milliseconds.map { .milliseconds($0) })
    }

    @Test("Only what may pass is repeated", arguments: ServerError.Code.allCases)
    func codes(code: ServerError.Code) {
        let repeated: Set<ServerError.Code> = [.unreachable, .unavailable]
        let pause = policy.pause(after: 1, error: ServerError(code, ""), fraction: 0)
        #expect((pause != nil) == repeated.contains(code))
        #expect(RetryPolicy.never.pause(after: 1, error: ServerError(code, ""), fraction: 0) == nil)
    }

    @Test(
        "A server that names a time gets it, unless that is too long",
        arguments: [(0, 100), (300, 300), (500, 500), (501, nil), (120_000, nil)] as [(Int, Int?)])
    func retryAfter(milliseconds: Int, pause: Int?) {
        let error = ServerError(.unavailable, "", retryAfter: .milliseconds(milliseconds))
        #expect(
            policy.pause(after: 1, error: error, fraction: 0) == pause.map { .milliseconds($0) })
    }

    @Test("Odd policies do no harm", arguments: [Int.min, -1, 0, 1])
    func odd(attempts: Int) {
        let odd = RetryPolicy(attempts: attempts)
        #expect(odd.pause(after: 1, error: ServerError(.unreachable, ""), fraction: 1) == nil)
        let many = RetryPolicy(attempts: .max)
        #expect(
            many.pause(after: .max - 1, error: ServerError(.unreachable, ""), fraction: 1)
                == .seconds(5))
    }
}
