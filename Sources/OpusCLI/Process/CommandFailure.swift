import OpusCore

/// Why a command ends early: its exit status, and a sentence for a person.
struct CommandFailure: Error, Equatable {
    let status: ExitStatus
    /// Names the thing and the way out, without a full stop.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    static func usage(_ message: String) -> CommandFailure { CommandFailure(.usage, message) }
}

extension CommandFailure {
    /// What any error of the core means for a person.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as ServerError: self.init(error)
        case let error as UnknownObject: self.init(.usage, "\(error)".visible)
        case let error as TargetError:
            self.init(error.reason == .nothingMatched ? .nothingMatched : .usage, "\(error)")
        case let error as ActionRefused: self.init(.usage, error.message.visible)
        case let error as ClientSelection.Refusal: self.init(.usage, "\(error)".visible)
        case let error as RemoteShellError: self.init(error)
        case is CancellationError: self.init(.interrupted, "interrupted")
        default:
            // Errors of unknown kinds are told by their kind alone: their insides help nobody.
            self.init(.badData, "an unexpected problem: \(type(of: error))")
        }
    }

    private init(_ error: RemoteShellError) {
        let status: ExitStatus =
            switch error.code {
            case .configuration: .usage
            case .unreachable, .notInstalled: .unreachable
            case .failed: .tryAgain
            case .malformedOutput: .badData
            }
        self.init(status, error.message.firstLine(upTo: 500))
    }

    private init(_ error: ServerError) {
        let status = ExitStatus(error.code)
        switch error.code {
        case .rpc:
            // The class of the server's exception is for its makers.
            let words = error.failure?.message ?? error.message
            self.init(
                status,
                "the server refuses \(error.method ?? "a call"): \(words.firstLine(upTo: 300))")
        case .malformedAnswer, .tooLarge:
            self.init(
                status,
                "the server's answer can't be used (\(error.method ?? "no method")):"
                    + " \(error.message.firstLine(upTo: 300))")
        case .authentication:
            self.init(
                status,
                "the server does not accept this user name and password; check both, and --totp"
                    + " where the user has a second factor; `opus doctor` tells what opsi makes of"
                    + " them")
        case .blocked:
            self.init(
                status,
                error.message.firstLine(upTo: 300) + Self.when(error.retryAfter)
                    + "; too many logins failed, or too many sessions are open")
        case .tls:
            self.init(status, error.message.firstLine(upTo: 600) + Self.afterword(error.tls?.kind))
        case .notOpsi:
            self.init(
                error.retryAfter == nil ? status : .tryAgain,
                error.message.firstLine(upTo: 500) + Self.when(error.retryAfter))
        case .permission:
            // Wherever the server notices it: its own words name its methods and classes.
            let isTold = error.method?.hasPrefix("accessControl_") ?? false
            self.init(status, isTold ? error.message : ServerError.administratorNeeded)
        case .timeout:
            let asked = error.method.map { ", asked for \($0)" } ?? ""
            self.init(status, error.message.firstLine(upTo: 500) + asked)
        case .configuration, .unreachable, .unavailable:
            self.init(status, error.message.firstLine(upTo: 500) + Self.when(error.retryAfter))
        }
    }

    /// What else there is to say of a connection that is not trusted.
    private static func afterword(_ kind: TLSProblem.Kind?) -> String {
        switch kind {
        case .unknownAuthority, .otherKey:
            ". No password was sent. `opus trust URL` shows and stores the server's CA"
        // In TLS 1.3 a server refuses a client's certificate after it was trusted itself.
        case .clientCertificateMissing:
            ". Give --client-cert-file and --client-key-file"
        case .clientCertificateRefused: ""
        default: ". No password was sent"
        }
    }

    private static func when(_ pause: Duration?) -> String {
        guard let pause else { return "" }
        return "; try again in \(max(1, pause.components.seconds)) s"
    }
}

extension String {
    /// The first line of a text of unknown origin, without what could steer a terminal.
    func firstLine(upTo limit: Int) -> String {
        let line = prefix { !$0.isNewline }
        let text = line.count > limit ? line.prefix(limit) + "…" : line
        return String(text).visible
    }
}
