import Logging
import Synchronization

/// The policy that holds now: it follows the files on the disk, and survives broken ones.
final class WebPolicyStore: Sendable {
    /// Which files to look at before the policy is told.
    enum Check {
        /// Those of the last configuration, certificates and keys too.
        case everything
        /// The web configuration file.
        case configuration
    }

    private struct State {
        /// Nil for plain HTTP that is open to everyone.
        var current: WebConfigurationFile?
        /// The state of files that were tried in vain, so that they are not tried again.
        var failed: WebConfigurationFile.Fingerprints?
    }

    private let state: Mutex<State>
    private let logger: Logger
    private let observer = Mutex<(@Sendable () -> Void)?>(nil)

    /// Starts with what was read already; nil for plain HTTP that is open to everyone.
    init(_ file: WebConfigurationFile?, logger: Logger) {
        state = Mutex(State(current: file))
        self.logger = logger
        for warning in file?.warnings ?? [] { logger.warning("\(warning)") }
    }

    /// Has someone told when connections of before are worth nothing any more.
    func observeTransport(_ body: @escaping @Sendable () -> Void) {
        observer.withLock { $0 = body }
    }

    /// The policy that holds now.
    func policy(checking check: Check) -> WebPolicy {
        let (policy, isOther) = state.withLock { state -> (WebPolicy, Bool) in
            guard let current = state.current else { return (.open, false) }
            let states = state.failed ?? current.states
            let isOutdated =
                switch check {
                case .everything: states.isOutdated
                case .configuration: states.isOutdated(current.path)
                }
            if isOutdated { state = reloaded(current, state) }
            let policy = state.current?.policy ?? current.policy
            return (policy, policy.transport != current.policy.transport)
        }
        if isOther { observer.withLock { $0 }?() }
        return policy
    }

    /// Tells of a connection that ended in the TLS handshake where clients have to show a
    /// certificate: the client itself often says no more than that it failed.
    ///
    /// - Parameter address: where it came from.
    func refusedHandshake(from address: String?) {
        logger.info(
            """
            a client was refused in the TLS handshake: it shows no certificate of client_ca, or one \
            that is not valid now, or speaks no TLS
            """,
            metadata: ["client": "\(address ?? "unknown")"])
    }

    private func reloaded(_ current: WebConfigurationFile, _ state: State) -> State {
        switch WebConfigurationFile.load(current.path) {
        case .loaded(let file):
            guard let protection = current.policy.protection(missingIn: file.policy) else {
                logger.info("web configuration reloaded", metadata: ["file": "\(current.path)"])
                for warning in file.warnings { logger.warning("\(warning)") }
                return State(current: file)
            }
            logger.error(
                """
                the web configuration changed, but the old one stays: the new one takes \
                \(protection) away, which could be a file half written; restart if it is meant
                """,
                metadata: ["file": "\(current.path)"])
            return State(current: current, failed: file.states)
        case .broken(let error, let states):
            logger.error("the web configuration changed, but the old one stays: \(error)")
            return State(current: current, failed: states)
        }
    }
}

extension WebPolicy {
    /// What protects in this policy and is missing in another; nil where nothing is.
    fileprivate func protection(missingIn other: WebPolicy) -> String? {
        if tls != nil, other.tls == nil { return "TLS" }
        if verifiesClients, !other.verifiesClients { return "the check of client certificates" }
        if !users.isEmpty, other.users.isEmpty { return "authentication" }
        return nil
    }
}
