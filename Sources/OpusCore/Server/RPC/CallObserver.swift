/// One finished call to an opsi server, for those who count calls.
public struct ObservedCall: Sendable {
    /// The opsi method.
    public let method: String
    /// Time from sending the request to the decoded answer, all attempts and pauses included.
    public let duration: Duration
    /// Bytes of the answers' bodies as they crossed the network, all attempts together.
    public let responseBytes: Int
    /// How it failed, or nil where it succeeded.
    public let failure: ServerError.Code?
}

/// Called once for every finished call, from any task; it must be quick and must not block.
public typealias CallObserver = @Sendable (ObservedCall) -> Void
