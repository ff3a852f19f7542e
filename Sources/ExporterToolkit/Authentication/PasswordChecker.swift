import Crypto
import NIOCore
import NIOPosix
import Synchronization

/// Checks users' passwords, on threads of its own.
///
/// A check is slow on purpose. Those that succeeded are remembered, so that a scrape each second is
/// not a check each second; and only so many wait, so that a flood of wrong passwords holds up
/// nobody whose password is known already. Of those who wait only some may come from one place, so
/// that a flood from there keeps nobody out who comes from elsewhere.
final class PasswordChecker: Sendable {
    /// What came of a check.
    enum Outcome: Sendable, Equatable {
        case accepted
        case refused
        /// Too many checks are waiting already.
        case busy
    }

    typealias Verification = @Sendable (_ password: String, _ hash: BcryptHash) -> Bool

    private struct State {
        var isRunning = false
        var unfinished = 0
        /// Of those, how many came from where.
        var bySource: [String: Int] = [:]
        /// One a user, as each has one password: what was accepted last.
        var accepted: [String: HMAC<SHA256>.MAC] = [:]
    }

    private let key = SymmetricKey(size: .bits256)
    private let pool: NIOThreadPool
    private let mostUnfinished: Int
    private let mostFromOneSource: Int
    private let verify: Verification
    private let state = Mutex(State())

    /// Starts no thread yet.
    ///
    /// - Parameters:
    ///   - threads: checks at once.
    ///   - waiting: checks that may wait beside them.
    ///   - perSource: checks from one place that run or wait.
    ///   - verify: tells whether a hash is that of a password.
    init(
        threads: Int = 1, waiting: Int = 31, perSource: Int = 4,
        verify: @escaping Verification = Bcrypt.matches
    ) {
        pool = NIOThreadPool(numberOfThreads: threads)
        mostUnfinished = threads + waiting
        mostFromOneSource = perSource
        self.verify = verify
    }

    /// Whether these credentials were accepted before, by the same hash.
    func knows(_ credentials: BasicCredentials, users: [String: BcryptHash]) -> Bool {
        guard let hash = users[credentials.name],
            let known = state.withLock({ $0.accepted[credentials.name] })
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            known, authenticating: Self.message(credentials, hash), using: key)
    }

    /// Checks credentials, in a time that does not tell whether there is such a user.
    ///
    /// - Parameters:
    ///   - credentials: what was sent.
    ///   - users: all users.
    ///   - source: where they came from.
    ///   - eventLoop: where the outcome is wanted.
    /// - Returns: the outcome.
    func check(
        _ credentials: BasicCredentials, users: [String: BcryptHash], from source: String,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<Outcome> {
        let isAdmitted = state.withLock { state in
            guard state.unfinished < mostUnfinished,
                state.bySource[source, default: 0] < mostFromOneSource
            else { return false }
            state.unfinished += 1
            state.bySource[source, default: 0] += 1
            if !state.isRunning {
                state.isRunning = true
                pool.start()
            }
            return true
        }
        guard isAdmitted else { return eventLoop.makeSucceededFuture(.busy) }
        let hash = users[credentials.name]
        let dearest = users.values.map(\.cost).max() ?? 10
        return pool.runIfActive(eventLoop: eventLoop) { [verify] in
            let decoy = BcryptHash.decoy(cost: dearest)
            let isRight = verify(credentials.password, hash ?? decoy)
            if isRight && hash != nil { return Outcome.accepted }
            // Each cost is twice the one before: with these, any refusal takes what the dearest
            // takes.
            for cost in (hash?.cost ?? dearest)..<dearest {
                _ = verify(credentials.password, .decoy(cost: cost))
            }
            return .refused
        }
        // The pool has ended: so has the exporter.
        .flatMapErrorThrowing { _ in .busy }
        .always { [self] result in
            state.withLock { state in
                state.unfinished -= 1
                let others = state.bySource[source, default: 1] - 1
                state.bySource[source] = others > 0 ? others : nil
                guard case .success(.accepted) = result, let hash else { return }
                state.accepted[credentials.name] = HMAC<SHA256>.authenticationCode(
                    for: Self.message(credentials, hash), using: key)
            }
        }
    }

    /// Ends the threads; checks that wait then end as busy.
    func shutdown() async {
        let isRunning = state.withLock { $0.isRunning }
        // It only fails where it has ended already.
        if isRunning { try? await pool.shutdownGracefully() }
    }

    /// Name, hash and password with their lengths, so that no two triples look alike.
    private static func message(_ credentials: BasicCredentials, _ hash: BcryptHash) -> [UInt8] {
        [credentials.name, hash.text, credentials.password].flatMap { text in
            withUnsafeBytes(of: text.utf8.count.littleEndian) { Array($0) } + Array(text.utf8)
        }
    }
}
