/// Why a run failed: its cause, and what shows it.
public struct Diagnosis: Sendable, Equatable, Codable {
    /// The cause.
    public var cause: FailureCause
    /// The number that the installer ended with, or that Windows gave for an error.
    public var exitCode: ResultCode?
    /// The reason that the package's script gave, with secrets masked; nil where it gave none.
    public var reason: String?
    /// The code that the reason speaks of.
    public var reasonCode: ResultCode?
    /// Whether the cause is a guess: likely, but not what the lines say outright.
    public var isGuessed: Bool
    /// The lines that show it, best first.
    public var evidence: [LogExcerpt]

    /// Whether the reason speaks of another code than the installer's: both are to be shown.
    public var isContradictory: Bool {
        guard let exitCode, let reasonCode else { return false }
        return exitCode != reasonCode
    }

    /// Whether a secret was masked in the reason or in the lines.
    public var isMasked: Bool {
        evidence.contains(where: \.isMasked) || reason?.contains(MaskedText.mask) ?? false
    }

    init(
        _ cause: FailureCause, exitCode: ResultCode? = nil, isGuessed: Bool = false,
        evidence: [LogExcerpt] = []
    ) {
        self.cause = cause
        self.exitCode = exitCode
        self.isGuessed = isGuessed
        self.evidence = evidence
    }
}

extension Diagnosis {
    /// What a row's reason alone tells; nil where it is empty, and the log has to be read.
    ///
    /// - Parameter reason: `actionProgress` of a failed row.
    public init?(reason: String) {
        let text = MaskedText(reason.oneLine)
        guard !text.text.isEmpty else { return nil }
        if reason.hasPrefix("Cache failure:") {
            self.init(.cache)
        } else if reason == "Syntax Error" {
            self.init(.syntaxError)
        } else if reason == "Runtime Error" {
            self.init(.scriptError)
        } else if let found = ReasonCode(in: reason) {
            self.init(found.code.cause, exitCode: found.code, isGuessed: !found.isNamed)
            reasonCode = found.code
        } else {
            self.init(.scriptReason)
        }
        self.reason = text.text
    }

    /// Cause and code in a few words, such as `installer 1603 (fatal error during installation)`.
    public var text: String {
        var text = isGuessed ? "\(cause.name)?" : cause.name
        if let exitCode { text += " \(exitCode.text)" }
        if isContradictory, let reasonCode {
            text += ", though the reason names \(reasonCode.number)"
        }
        return text
    }
}

extension String {
    /// The text as one line without blanks at its ends.
    var oneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
            .split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    }
}
