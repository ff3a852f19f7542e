extension LogRunBuilder {
    /// The run, once it is over, where the product had been started again so often before.
    func run(restarts: Int) -> LogRun {
        let ending = ending
        return LogRun(
            product: String(decoding: product, as: UTF8.self), version: version,
            lines: firstLine...lastLine, hasBeginning: hasHeader, ending: ending,
            restarts: restarts, diagnosis: diagnosis(ending, restarts: restarts),
            began: began.moment, ended: ended.moment)
    }

    private var ending: LogRun.Ending {
        switch hasFailed {
        case true: .failed
        case false: wantsReboot ? .rebooting : .succeeded
        case nil: hasStopped ? .failed : .interrupted
        }
    }

    private func diagnosis(_ ending: LogRun.Ending, restarts: Int) -> Diagnosis? {
        switch ending {
        case .succeeded: return nil
        case .rebooting:
            guard restarts > 0 else { return nil }
            return Diagnosis(.rebootLoop, exitCode: rebootCode, evidence: lines([lastExit?.kept]))
        case .interrupted:
            let isLoop = restarts > 1
            return Diagnosis(
                isLoop ? .rebootLoop : .interrupted, isGuessed: isLoop, evidence: lines([last]))
        case .failed:
            var diagnosis = stopped ?? gathered(restarts: restarts)
            diagnosis.reason = reason.map { MaskedText($0).text } ?? interpretersReason
            diagnosis.reasonCode = reason.flatMap { ReasonCode(in: $0)?.code }
            return diagnosis
        }
    }

    /// What opsi-script writes into the row where the script has no say.
    private var interpretersReason: String? {
        stop?.kind == .syntaxError ? "Syntax Error" : nil
    }

    // MARK: What stopped the script

    /// What is clear from what stopped the script alone.
    private var stopped: Diagnosis? {
        switch stop?.kind {
        case .syntaxError:
            return Diagnosis(.syntaxError, evidence: lines([stop?.kept] + errors.map { $0 }))
        case .exception:
            return Diagnosis(.scriptError, evidence: lines([stop?.kept]))
        case .runtimeError:
            // The error that was made fatal is the one before it.
            let cause = errors.last
            if let known = found.first(where: { $0.value.last.line == cause?.line }) {
                return diagnosis(known.key, known.value)
            }
            return Diagnosis(.scriptError, evidence: lines([cause, stop?.kept]))
        case .fatal, nil:
            return nil
        }
    }

    // MARK: What the lines before it tell

    /// What tells most among all that was found, in the order of what is most likely.
    private func gathered(restarts: Int) -> Diagnosis {
        for kind in [LogEvidence.scriptMissing, .fileMissing] {
            if let evidence = found[kind] { return diagnosis(kind, evidence) }
        }
        if let verdict, !verdict.isHelper || isWithoutBetter { return diagnosis(verdict) }
        if let reason, let code = ReasonCode(in: reason) {
            return Diagnosis(
                code.code.cause, exitCode: code.code, isGuessed: !code.isNamed,
                evidence: lines([stop?.kept]))
        }
        let best = found.min { $0.key.rawValue < $1.key.rawValue }
        if let best, best.key != .noAdministrator { return diagnosis(best.key, best.value) }
        if restarts > 1 || (restarts > 0 && lastExit?.code.wantsReboot == true) {
            return Diagnosis(
                .rebootLoop, exitCode: rebootCode, evidence: lines([stop?.kept, lastExit?.kept]))
        }
        if reason != nil { return Diagnosis(.scriptReason, evidence: lines([stop?.kept])) }
        if let best { return diagnosis(best.key, best.value) }
        if let error = errors.last {
            return Diagnosis(.scriptError, isGuessed: true, evidence: lines([error, stop?.kept]))
        }
        return Diagnosis(.unknown, evidence: lines([stop?.kept]))
    }

    /// Whether a helper's code is the best that there is.
    private var isWithoutBetter: Bool {
        reason == nil && found.keys.allSatisfy { $0 == .noAdministrator } && errors.isEmpty
    }

    private var rebootCode: ResultCode? {
        lastExit.flatMap { $0.code.wantsReboot ? $0.code : nil }
    }

    private func diagnosis(_ verdict: Verdict) -> Diagnosis {
        let named = reason.flatMap { ReasonCode(in: $0)?.code } == verdict.code
        let cause = verdict.code.cause
        // What tells of a time limit says so itself.
        let timeout = cause == .timeout ? found[.timeout]?.last : nil
        let isWindows = verdict.code.isWindowsInstaller || cause == .timeout
        let isGuessed =
            !named
            && (verdict.isFollowedBySuccess || verdict.isHelper
                || (cause != .installer && !isWindows))
        let shown = named ? [stop?.kept, verdict.kept] : [timeout, verdict.kept, stop?.kept]
        return Diagnosis(
            cause, exitCode: verdict.code, isGuessed: isGuessed, evidence: lines(shown))
    }

    private func diagnosis(_ kind: LogEvidence, _ evidence: Found) -> Diagnosis {
        var code = evidence.code
        var shown = [evidence.first, evidence.last]
        if kind == .licence || kind == .scriptMissing || kind == .fileMissing {
            shown.reverse()
        }
        switch kind {
        case .fileMissing:
            // The call is tried all the same, and tells once more.
            if let started = found[.notStarted], started.last.line > evidence.last.line {
                code = started.code
                shown.append(started.last)
            }
        case .licence:
            if let service = found[.service] { shown.append(service.last) }
        default: break
        }
        return Diagnosis(
            kind.cause, exitCode: code, isGuessed: kind.isGuess, evidence: lines(shown))
    }

    /// Lines to show, each once.
    private func lines(_ kept: [KeptLine?]) -> [LogExcerpt] {
        var shown: Set<Int> = []
        return kept.compactMap(\.self).filter { shown.insert($0.line).inserted }.map(\.excerpt)
    }
}

extension LogEvidence {
    /// The cause that it tells of.
    var cause: FailureCause {
        switch self {
        case .scriptMissing, .fileMissing, .pathMissing: .filesMissing
        case .timeout: .timeout
        case .diskFull, .copyFailed: .diskFull
        case .fileInUse: .busy
        case .accessDenied, .noAdministrator: .rights
        case .licence: .licence
        case .service: .service
        case .notStarted, .noScript, .refused: .notStarted
        }
    }

    /// Whether it is likely alone.
    var isGuess: Bool {
        switch self {
        case .pathMissing, .copyFailed, .noAdministrator: true
        case .scriptMissing, .fileMissing, .timeout, .diskFull, .fileInUse, .accessDenied,
            .licence, .service, .notStarted, .noScript, .refused:
            false
        }
    }
}

extension SIMD32<UInt8> {
    /// The moment that a line's time says.
    fileprivate var moment: LogMoment? {
        withUnsafeBytes(of: self) { bytes in
            bytes.withMemoryRebound(to: UInt8.self) { bytes in
                bytes.baseAddress.flatMap { LogMoment(LogText($0, count: bytes.count)) }
            }
        }
    }
}
