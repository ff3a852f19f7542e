// Built together with the sources of the reader (see `run`), as a fuzzer brings its own main.

/// What libFuzzer calls with each input.
///
/// - Parameters:
///   - start: the input.
///   - count: its bytes.
/// - Returns: 0; a finding is a trap.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    LogFuzz.comparePieces(bytes)
    // A fuzzer makes up few lines that are whole ones, so they are put around its texts.
    LogFuzz.comparePieces(LogFuzz.lines(of: bytes))
    LogFuzz.hideSecrets(bytes)
    return 0
}

enum LogFuzz {
    /// However a log is cut, the same is found in it; and what is found is within bounds.
    static func comparePieces(_ bytes: [UInt8]) {
        let whole = InstallationLog(bytes)
        check(whole)
        let seed = bytes.reduce(UInt64(bytes.count)) { ($0 &* 31) &+ UInt64($1) }
        for size in [1 + Int(seed % 61), 1 + Int(seed % 7)] {
            var reader = InstallationLogReader()
            for start in stride(from: 0, to: bytes.count, by: size) {
                bytes[start..<min(start + size, bytes.count)].withUnsafeBufferPointer {
                    reader.take($0)
                }
            }
            let pieces = reader.finish()
            guard pieces == whole else { fatalError("in pieces of \(size): \(pieces), \(whole)") }
        }
    }

    private static func check(_ log: InstallationLog) {
        guard log.runs.count <= InstallationLogReader.mostRuns else { fatalError("runs") }
        for run in log.runs {
            guard run.lines.lowerBound >= 1, run.lines.upperBound <= log.lineCount else {
                fatalError("lines \(run.lines) of \(log.lineCount)")
            }
            let hasDiagnosis = run.diagnosis != nil
            switch run.ending {
            case .succeeded: guard !hasDiagnosis else { fatalError("a success with a cause") }
            case .failed, .interrupted: guard hasDiagnosis else { fatalError("no cause") }
            case .rebooting: break
            }
            for line in run.diagnosis?.evidence ?? [] {
                guard run.lines.contains(line.line), line.text.utf8.count <= 3 * 2_048 else {
                    fatalError("evidence \(line) of \(run.lines)")
                }
            }
        }
    }

    /// Each line of the input as a log's line; its first byte chooses level and product.
    static func lines(of bytes: [UInt8]) -> [UInt8] {
        var log: [UInt8] = []
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let choice = Int(line.first ?? 0)
            let product = ["", "app", "app", "other_1"][choice / 8 % 4]
            log += "[\(1 + choice % 8)] [2026-11-26 09:14:00.120] [\(product)] ".utf8
            log += line.dropFirst()
            log.append(0x0A)
        }
        return log
    }

    /// Whatever stands before a secret, it is masked.
    static func hideSecrets(_ bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self)
        // The server keeps no more of a reason.
        let reason = String(text.prefix(255))
        _ = NormalizedReason(reason, clientID: "pc-01.fleet.test")
        _ = Diagnosis(reason: reason)
        let secrets = ["Tulpe7Zwiebel", "0123456789abcdef0123456789abcdef"]
        let planted = "\(text) password=\(secrets[0]) \(secrets[1]) "
        let masked = MaskedText(planted)
        guard masked.isMasked, !secrets.contains(where: masked.text.contains) else {
            fatalError("not masked: \(masked.text)")
        }
    }
}
