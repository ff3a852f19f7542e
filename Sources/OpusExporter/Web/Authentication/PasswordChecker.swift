import Crypto
import NIOCore
import NIOPosix
import Synchronization

/// Checks users' passwords, on threads of its own.
///
/// A check is slow on purpose. Those that succeeded are remembered, so that a scrape each second is
/// not a check each second; and only so many wait, so that a flood of wrong passwords holds up
/// nobody whose password is known already.
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
        /// One a user, as each has one password: what was accepted last.
        var accepted: [String: HMAC<SHA256>.MAC] = [:]
    }

    private let key = SymmetricKey(size: .bits256)
    private let pool: NIOThreadPool
    private let mostUnfinished: Int
    private let verify: Verification
    private let state = Mutex(State())

    /// Starts no thread yet.
    ///
    /// - Parameters:
    ///   - threads: checks at once.
    ///   - waiting: checks that may wait beside them.
    ///   - verify: tells whether a hash is that of a password.
    init(
        threads: Int = 1, waiting: Int = 15, verify: @escaping Verification = Bcrypt.matches
    ) {
        pool = NIOThreadPool(numberOfThreads: threads)
        mostUnfinished = threads + waiting
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
    func check(
        _ credentials: BasicCredentials, users: [String: BcryptHash], on eventLoop: any EventLoop
    ) -> EventLoopFuture<Outcome> {
        let isAdmitted = state.withLock { state in
            guard state.unfinished < mostUnfinished else { return false }
            state.unfinished += 1
            if !state.isRunning {
                state.isRunning = true
                pool.start()
            }
            return true
        }
        guard isAdmitted else { return eventLoop.makeSucceededFuture(.busy) }
        let hash = users[credentials.name]
        let decoy = BcryptHash.decoy(cost: users.values.map(\.cost).max() ?? 10)
        return pool.runIfActive(eventLoop: eventLoop) { [verify] in
            let isRight = verify(credentials.password, hash ?? decoy)
            return isRight && hash != nil ? Outcome.accepted : .refused
        }
        // The pool has ended: so has the exporter.
        .flatMapErrorThrowing { _ in .busy }
        .always { [self] result in
            state.withLock { state in
                state.unfinished -= 1
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
