/// Gathers what the lines of one run tell, until it has ended.
///
/// It keeps a few lines only: those that would be the best to show if the run turned out to have
/// failed.
struct LogRunBuilder {
    /// An exit code that is no success.
    struct Verdict {
        let code: ResultCode
        let kept: KeptLine
        /// The command's bytes, by which a repetition is known.
        let command: [UInt8]
        /// Whether the program only helps an installer: its code tells little.
        let isHelper: Bool
        /// Whether another program has ended well since.
        var isFollowedBySuccess = false
    }

    /// What made the script stop.
    enum Stop {
        case fatal, runtimeError, syntaxError, exception
    }

    /// Of each kind of evidence, the first line and the last.
    struct Found {
        let first: KeptLine
        var last: KeptLine
        var code: ResultCode?
    }

    private static let errorsKept = 3
    /// Of a reason; the server's column has room for less.
    private static let mostOfReason = 2_000

    let product: [UInt8]
    let firstLine: Int
    var lastLine: Int
    let began: SIMD32<UInt8>
    var ended: SIMD32<UInt8>
    /// Whether an `APPEND` came before it.
    let followsAppend: Bool

    private(set) var hasHeader = false
    private(set) var version: String?
    private(set) var hasFailed: Bool?
    private(set) var wantsReboot = false
    private(set) var stop: (kind: Stop, kept: KeptLine)?
    private(set) var reason: String?
    private(set) var lastExit: (code: ResultCode, kept: KeptLine)?
    private(set) var verdict: Verdict?
    private(set) var found: [LogEvidence: Found] = [:]
    /// The last lines of level 2 and 3.
    private(set) var errors: [KeptLine] = []
    /// The line that the run, or the log, ends with.
    var last: KeptLine?

    init(product: [UInt8], line: Int, time: SIMD32<UInt8>, followsAppend: Bool) {
        self.product = product
        firstLine = line
        lastLine = line
        began = time
        ended = time
        self.followsAppend = followsAppend
    }

    /// Whether the run is over, so that what begins another one does.
    var isOver: Bool { hasFailed != nil || (!hasHeader && hasStopped) }

    /// Whether something made the script stop, or kept it from being started.
    var hasStopped: Bool { stop != nil || found[.scriptMissing] != nil || found[.noScript] != nil }

    /// Whether there is more to it than what precedes a run.
    var isRun: Bool { hasHeader || hasFailed != nil || hasStopped || verdict != nil }

    mutating func take(_ mark: LogMark, _ line: LogLine, number: Int) {
        switch mark {
        case .header: hasHeader = true
        case .version(let text): if let found = Self.version(text) { version = found }
        case .finished(let failed): hasFailed = failed
        case .reboot: wantsReboot = true
        case .fatal(let text):
            if text.count > 0 {
                reason = text.prefix(Self.mostOfReason).wholeWords(of: text).string
            }
            halt(.fatal, line, number)
        case .fatalRuntimeError: halt(.runtimeError, line, number)
        case .syntaxError:
            // The first line says where; others may follow.
            if stop?.kind != .syntaxError { halt(.syntaxError, line, number) }
            keepError(line, number)
        case .exception:
            halt(.exception, line, number)
            keepError(line, number)
        case .exitCode(let code, let command):
            takeExitCode(ResultCode(code), command, KeptLine(line, number))
        case .evidence(let kind, let code):
            take(kind, code, line, number)
        case .error: keepError(line, number)
        case .append, .partEnd, .nextAction, .prelude: break
        }
    }

    private mutating func halt(_ kind: Stop, _ line: LogLine, _ number: Int) {
        stop = (kind, KeptLine(line, number))
    }

    private mutating func keepError(_ line: LogLine, _ number: Int) {
        if errors.count == Self.errorsKept { errors.removeFirst() }
        errors.append(KeptLine(line, number))
    }

    private mutating func take(
        _ kind: LogEvidence, _ code: Int?, _ line: LogLine, _ number: Int
    ) {
        let kept = KeptLine(line, number)
        if found[kind] != nil {
            found[kind]?.last = kept
        } else {
            found[kind] = Found(first: kept, last: kept, code: code.map { ResultCode($0) })
        }
        if line.level <= 3 { keepError(line, number) }
    }

    /// What comes after the stop is clearing up, and no verdict.
    private mutating func takeExitCode(_ code: ResultCode, _ command: LogText, _ kept: KeptLine) {
        guard stop == nil else { return }
        lastExit = (code, kept)
        let name = CommandName(command)
        guard !code.isSuccess, !name.isSuccess(code) else {
            guard let verdict else { return }
            // The same command, tried again, has done it.
            if command.equals(verdict.command) {
                self.verdict = nil
            } else {
                self.verdict?.isFollowedBySuccess = true
            }
            return
        }
        if name.isHelper, let verdict, !verdict.isHelper { return }
        verdict = Verdict(
            code: code, kept: kept, command: command.bytes, isHelper: name.isHelper)
    }

    /// `ID_VERSION-PACKAGE`, where ids may hold underscores; or ` Version: VERSION`.
    private static func version(_ text: LogText) -> String? {
        if let version = text.after(" Version: ") { return version.trimmed.nonEmpty }
        let name = text.trimmed
        var index = name.count
        while index > 0 {
            index -= 1
            if name.base[index] == UInt8(ascii: "_") { return name.dropFirst(index + 1).nonEmpty }
        }
        return nil
    }
}

extension KeptLine {
    init(_ line: LogLine, _ number: Int) {
        self.init(line.text, line: number, level: line.level)
    }
}

extension LogText {
    fileprivate var nonEmpty: String? { count > 0 && count <= 128 ? string : nil }
}
