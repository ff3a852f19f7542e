import OpusCore

/// How `opus` ends: the numbers that scripts rely on.
enum ExitStatus: Int32, CaseIterable {
    /// All of it was done.
    case done = 0
    /// Not all is as it was planned: something failed, was refused, changed, or is unknown.
    case partial = 1
    /// The expression matched nothing, there was nothing to do, or a person said no.
    case nothingMatched = 3
    /// A rollout has stopped before its end: at a gate, or as a person wanted it.
    case halted = 4
    /// What was asked for, or what is configured, can't be understood.
    case usage = 64
    /// The server's answer can't be used.
    case badData = 65
    /// The server can't be reached, or not be trusted.
    case unreachable = 69
    /// The server is blocked, busy or too slow; the same may work later.
    case tryAgain = 75
    /// The server does not accept the login, or the user may not do this.
    case denied = 77
    /// Ctrl-C.
    case interrupted = 130

    /// The one place where a server's error becomes an exit status.
    init(_ code: ServerError.Code) {
        self =
            switch code {
            case .configuration: .usage
            case .unreachable, .tls, .notOpsi: .unreachable
            case .authentication, .permission: .denied
            case .blocked, .timeout, .unavailable: .tryAgain
            case .rpc, .malformedAnswer, .tooLarge: .badData
            }
    }

    /// The section of the help text that lists them.
    static let help = """
        Exit status:
          0    all done
          1    something failed, was refused, or is unknown; the rest was done
          3    nothing matched, nothing to do, or the question was declined
          4    a rollout was stopped by its gate, or ended by a person
          64   usage: arguments, settings, or a name that does not exist
          65   bad data from the server
          69   the server can't be reached, or not be trusted
          75   try again later: blocked, busy, timed out, or not all is done yet
          77   login or rights
          130  interrupted
        """
}
