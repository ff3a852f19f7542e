/// What a line of a log means for its run; most lines mean nothing.
enum LogMark {
    // The frame of runs.

    /// `============ Version 4.12.21.0 script "PATH"`: a run begins.
    case header
    /// `======= APPEND   DATE`: the log goes on after a reboot, or with another start.
    case append
    /// A client ended what it sent.
    case partEnd
    /// opsi-script turns to a product, before the run's header and outside of it.
    case nextAction
    /// The same, among the product's own lines; also before its update script.
    case prelude
    /// The version that runs.
    case version(LogText)
    /// `script finished: …`.
    case finished(failed: Bool)
    /// `ExitWindows set to Immediate Reboot`.
    case reboot

    // What makes a run fail.

    /// `Error level set to fatal`, with the script's reason or an empty text.
    case fatal(LogText)
    /// An error of the script before it was made fatal.
    case fatalRuntimeError
    case syntaxError
    case exception

    // What tells why.

    /// An installer's end, with its command.
    case exitCode(Int, LogText)
    case evidence(LogEvidence, code: Int?)
    /// A line of level 2 or 3 that says nothing else.
    case error

    /// Reads a mark from a line's level and text.
    @inline(__always)
    init?(_ line: LogLine) {
        let text = line.text
        guard let first = text.first else { return nil }
        switch line.level {
        case 1:
            guard let mark = Self.frame(first, text) else { return nil }
            self = mark
        case 2: self = Self.fatalMark(text)
        case 3: self = Self.evidence(text).map { .evidence($0.0, code: $0.1) } ?? .error
        case 4:
            guard let (evidence, code) = Self.evidence(text) else { return nil }
            self = .evidence(evidence, code: code)
        case 5, 6:
            guard let mark = Self.notice(first, text, isInProduct: line.product != nil) else {
                return nil
            }
            self = mark
        default: return nil
        }
    }

    // MARK: Levels

    private static func frame(_ first: UInt8, _ text: LogText) -> LogMark? {
        switch first {
        case UInt8(ascii: "="):
            if text.contains(" script \"") { return .header }
            return text.contains("= APPEND") ? .append : nil
        case UInt8(ascii: "i"): return text.after("installing product: ").map { .version($0) }
        case UInt8(ascii: "h"): return text.after("handled product: ").flatMap(handledVersion)
        case UInt8(ascii: "s"):
            guard let verdict = text.after("script finished: ") else { return nil }
            return .finished(failed: !verdict.hasPrefix("success"))
        case UInt8(ascii: "p"):
            return text.hasPrefix("product ") && text.hasSuffix(" set to update") ? .prelude : nil
        default: return nil
        }
    }

    /// `handled product: PRODUCT Version: VERSION`, written like what the header has.
    private static func handledVersion(_ text: LogText) -> LogMark? {
        text.position(of: " Version: ").map { .version(text.dropFirst($0)) }
    }

    private static func fatalMark(_ text: LogText) -> LogMark {
        if let rest = text.after("Error level set to fatal") {
            // "…, action type setup": the product has no script for what was asked.
            if rest.hasPrefix(", action type") { return .evidence(.noScript, code: nil) }
            return .fatal((rest.after(":") ?? LogText(rest.base, count: 0)).trimmed)
        }
        if text.hasPrefix("Set to FatalError because FatalOnRuntimeError") {
            return .fatalRuntimeError
        }
        if text.hasPrefix("Syntax Error") { return .syntaxError }
        if text.hasPrefix("Exception in ") { return .exception }
        if text.contains("opsidata.initProduct") { return .evidence(.noScript, code: nil) }
        return evidence(text).map { .evidence($0.0, code: $0.1) } ?? .error
    }

    private static func notice(
        _ first: UInt8, _ text: LogText, isInProduct: Bool
    ) -> LogMark? {
        switch first {
        case UInt8(ascii: "E"):
            if let rest = text.after("ExitCode ") { return exitCode(rest) }
            if text.hasPrefix("ExitWindows set to Immediate Reboot") { return .reboot }
            return text.hasPrefix("Error: Could not execute process")
                ? .evidence(.notStarted, code: -1) : nil
        case UInt8(ascii: "C"):
            return text.hasPrefix("Could not execute process")
                ? .evidence(.notStarted, code: -1) : nil
        case UInt8(ascii: "W"):
            if text.hasPrefix("Waited for the end"), text.contains("time out reached") {
                return .evidence(.timeout, code: nil)
            }
            return text.hasPrefix("While retrying: Errorcode ") ? evidence(text).map(mark) : nil
        case UInt8(ascii: "A"):
            guard text.hasPrefix("Actionrequest for ") else { return nil }
            return isInProduct ? .prelude : .nextAction
        case UInt8(ascii: "o"): return text.hasPrefix("opsidata.getProductState") ? .prelude : nil
        case UInt8(ascii: "-"):
            return text.contains("submitted part of log file ends here") ? .partEnd : nil
        default:
            return text.hasSuffix("So we abort the installation.")
                ? .evidence(.refused, code: nil) : nil
        }
    }

    private static func mark(_ found: (LogEvidence, Int?)) -> LogMark {
        .evidence(found.0, code: found.1)
    }

    private static func exitCode(_ text: LogText) -> LogMark? {
        guard let (number, rest) = text.leadingNumber,
            rest.count == 0 || rest.first == UInt8(ascii: " ")
        else { return nil }
        return .exitCode(number, rest.afterFirst("Executed process \"") ?? rest)
    }
}
