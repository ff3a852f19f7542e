import OpusServer

/// How long to wait before the next attempt to connect.
struct ReconnectPause {
    private var attempts = 0

    /// Says that an attempt has succeeded.
    mutating func reset() { attempts = 0 }

    /// The time to wait after an attempt has failed, or a connection has ended.
    ///
    /// - Parameters:
    ///   - error: why.
    ///   - fraction: between 0 and 1, by which many that lost one server come back at different
    ///     times; any unless given.
    /// - Returns: the time.
    mutating func next(
        after error: ServerError, fraction: Double = .random(in: 0...1)
    ) -> Duration {
        attempts += 1
        let most: Duration
        let first: Duration
        switch error.code {
        case .unreachable, .timeout, .unavailable, .tls, .malformedAnswer, .tooLarge, .rpc:
            (first, most) = (.seconds(1), .seconds(60))
        // Ten refused logins in two minutes, and the server lets nobody in from here.
        case .authentication, .blocked: (first, most) = (.seconds(60), .seconds(600))
        // Nothing of it will be otherwise soon.
        case .permission, .notOpsi, .configuration: (first, most) = (.seconds(60), .seconds(600))
        }
        let pause = min(first * (1 << min(attempts - 1, 10)), most)
        return pause * (0.5 + fraction / 2)
    }
}
