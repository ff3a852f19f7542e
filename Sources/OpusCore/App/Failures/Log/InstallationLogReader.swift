#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Finds the runs of products in an installation log, in one pass over its bytes.
///
/// The bytes come in pieces of any size. No more is kept of them than the line that is still
/// incomplete, and a few lines a run. Both formats are read; a log may hold several runs, begin in
/// the middle of one and end in another.
public struct InstallationLogReader {
    /// Of a longer line, the beginning is enough.
    private static let longestLine = 64 * 1_024
    /// Runs that are kept; a log of five megabytes has a few dozen.
    static let mostRuns = 512
    /// Of the line that a run ends with.
    private static let mostOfLastLine = 2_048

    private var log = InstallationLog()
    private var open: LogRunBuilder?
    private var sawAppend = false
    /// The beginning of a line that is still incomplete.
    private var rest: [UInt8] = []
    /// The last line within a run.
    private var lastText: [UInt8] = []
    private var lastLevel = 0

    /// Begins with the first byte of a log.
    public init() { lastText.reserveCapacity(Self.mostOfLastLine) }

    /// Reads the next bytes.
    ///
    /// - Parameter bytes: a piece of the log, cut anywhere.
    public mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = bytes.baseAddress else { return }
        log.byteCount += bytes.count
        var position = 0
        while position < bytes.count {
            let left = bytes.count - position
            guard let found = memchr(base + position, 0x0A, left) else {
                keep(LogText(base + position, count: left))
                return
            }
            let end = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            let line = LogText(base + position, count: end - position)
            position = end + 1
            if rest.isEmpty { read(line) } else { readRest(endingWith: line) }
        }
    }

    /// Ends reading.
    ///
    /// - Returns: what the log tells.
    public consuming func finish() -> InstallationLog {
        if !rest.isEmpty { readRest(endingWith: nil) }
        close()
        return log
    }

    // MARK: Lines

    private mutating func keep(_ part: LogText) {
        let room = Self.longestLine - rest.count
        rest.append(contentsOf: UnsafeBufferPointer(start: part.base, count: min(part.count, room)))
    }

    private mutating func readRest(endingWith part: LogText?) {
        if let part { keep(part) }
        let line = rest
        rest.removeAll(keepingCapacity: true)
        line.withUnsafeBufferPointer { line in
            if let base = line.baseAddress { read(LogText(base, count: line.count)) }
        }
    }

    @inline(__always)
    private mutating func read(_ whole: LogText) {
        log.lineCount += 1
        var bytes = whole.prefix(Self.longestLine)
        if log.lineCount == 1, bytes.hasPrefix("\u{FEFF}") { bytes = bytes.dropFirst(3) }
        if bytes.count > 0, bytes.base[bytes.count - 1] == 0x0D {
            bytes = bytes.prefix(bytes.count - 1)
        }
        // What is no line goes on from the one before.
        guard let line = LogLine(bytes) else { return }
        let mark = LogMark(line)
        if let product = line.product {
            read(line, of: product, mark)
        } else if let mark {
            readOutside(mark)
        }
    }

    @inline(__always)
    private mutating func read(_ line: LogLine, of product: LogText, _ mark: LogMark?) {
        let isSame = open.map { product.equals($0.product) } ?? false
        if !isSame || (mark.map(beginsAnother) ?? false) {
            close()
            open = LogRunBuilder(
                product: product.bytes, line: log.lineCount, time: line.timeBytes,
                followsAppend: sawAppend)
            sawAppend = false
        }
        open?.lastLine = log.lineCount
        open?.ended = line.timeBytes
        lastText.removeAll(keepingCapacity: true)
        lastText.append(
            contentsOf: UnsafeBufferPointer(
                start: line.text.base, count: min(line.text.count, Self.mostOfLastLine)))
        lastLevel = line.level
        if let mark { open?.take(mark, line, number: log.lineCount) }
    }

    /// Whether a line of the product that is open belongs to its next run.
    private func beginsAnother(_ mark: LogMark) -> Bool {
        guard let open else { return false }
        switch mark {
        case .header: return open.hasHeader || open.isOver
        case .prelude, .fatal, .evidence(.scriptMissing, _), .evidence(.noScript, _):
            return open.isOver && !(open.hasFailed == nil && mark.isFatal)
        default: return false
        }
    }

    private mutating func readOutside(_ mark: LogMark) {
        switch mark {
        case .append:
            close()
            sawAppend = true
        case .partEnd, .nextAction: close()
        default: break
        }
    }

    // MARK: Runs

    private mutating func close() {
        guard var run = open else { return }
        open = nil
        // A log may begin in the middle of a run, and end in it. A single line is rather some text
        // that begins with a bracket.
        let isRest = log.runs.isEmpty && run.firstLine <= 2 && run.lastLine > run.firstLine
        guard run.isRun || isRest else {
            sawAppend = sawAppend || run.followsAppend
            return
        }
        lastText.withUnsafeBufferPointer { text in
            guard let base = text.baseAddress else { return }
            run.last = KeptLine(
                LogText(base, count: text.count), line: run.lastLine, level: lastLevel)
        }
        if log.runs.count == Self.mostRuns { log.runs.removeFirst(Self.mostRuns / 2) }
        log.runs.append(run.run(restarts: restarts(before: run)))
    }

    /// How often the product had been started again before a run of it.
    private func restarts(before run: LogRunBuilder) -> Int {
        guard let previous = log.runs.last, previous.isOf(run.product),
            previous.ending == .rebooting || (run.followsAppend && previous.ending == .interrupted)
        else { return 0 }
        return previous.restarts + 1
    }
}

extension InstallationLog {
    /// Reads a whole log.
    ///
    /// - Parameter bytes: its text, in UTF-8.
    public init(_ bytes: some Collection<UInt8>) {
        var reader = InstallationLogReader()
        let isRead: Void? = bytes.withContiguousStorageIfAvailable { reader.take($0) }
        if isRead == nil { Array(bytes).withUnsafeBufferPointer { reader.take($0) } }
        self = reader.finish()
    }
}

extension LogMark {
    /// Whether it says that something was made fatal.
    fileprivate var isFatal: Bool {
        switch self {
        case .fatal, .fatalRuntimeError, .syntaxError, .exception: true
        case .header, .append, .partEnd, .nextAction, .prelude, .version, .finished, .reboot,
            .exitCode, .evidence, .error:
            false
        }
    }
}

extension LogLine {
    /// The time's bytes, filled up with zeros.
    @inline(__always)
    fileprivate var timeBytes: SIMD32<UInt8> {
        // What follows the time belongs to the line as well.
        let available = text.base + text.count - time.base
        if available >= 32 {
            return UnsafeRawPointer(time.base).loadUnaligned(as: SIMD32<UInt8>.self)
        }
        var bytes = SIMD32<UInt8>()
        for index in 0..<min(time.count, 32) { bytes[index] = time.base[index] }
        return bytes
    }
}
