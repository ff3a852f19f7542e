import Foundation
import OpusCore

/// Finding the runs in an installation log, beside Python's `re` over the same lines.
enum LogBenchmark {
    /// Takes each line apart and looks for what tells, as a script would; prints the processor time
    /// of each run, and how many lines told something.
    private static let python = """
        import re, sys, time
        lines = open(sys.argv[1], encoding="utf-8").read().split("\\n")
        line = re.compile(r"^\\[(\\d)\\] \\[([^\\]]*)\\] (?:\\[([^\\]]*)\\] )?(.*)$")
        tells = re.compile(
            r"\\s*(?:=+ .* script \\"|installing product: |script finished: |Error level set to fatal"
            r"|ExitCode -?\\d+|Script .* giving up|.*Errorcode \\d+|Waited for the end of"
            r"|.*Got no license key|.*opsi service problem|Syntax Error|Set to FatalError)")
        for _ in range(3):
            start = time.process_time()
            found = 0
            for text in lines:
                parts = line.match(text)
                if parts and int(parts[1]) < 7 and tells.match(parts[4]):
                    found += 1
            print(time.process_time() - start)
        """

    static func run(megabytes: Int, runs: Int, _ baseline: Baseline) async throws {
        let log = text(megabytes: megabytes)
        let size = Double(log.count) / 1_000_000
        let products = InstallationLog(log).runs.count
        let opus = await Measurement.of(
            "runs in a log of \(Int(size)) MB (\(products)): opus", runs: runs
        ) {
            precondition(InstallationLog(log).runs.count == products)
        }
        opus.report(String(format: "%.0f MB/s", size / opus.processorMedian))
        let growth = Usage.peakGrowth { precondition(inPieces(log) == products) }
        let pieces = await Measurement.of("the same in pieces of 64 KiB", runs: runs) {
            precondition(inPieces(log) == products)
        }
        pieces.report(
            String(format: "%.0f MB/s", size / pieces.processorMedian)
                + (growth.map { String(format: ", %.2f MB of memory", $0) } ?? ""))
        baseline.report(
            "logs: MB/s on one core", size / opus.processorMedian, aim: ">= 200", better: .higher)
        if let seconds = try await pythonSeconds(log) {
            baseline.report(
                "logs: Python re's CPU time / opus's", seconds / opus.processorMedian,
                aim: ">= 10", better: .higher)
        }
    }

    /// How many runs are found where the log comes as from a socket.
    private static func inPieces(_ log: [UInt8]) -> Int {
        var reader = InstallationLogReader()
        log.withUnsafeBufferPointer { bytes in
            for start in stride(from: 0, to: bytes.count, by: 65_536) {
                reader.take(
                    UnsafeBufferPointer(
                        rebasing: bytes[start..<min(start + 65_536, bytes.count)]))
            }
        }
        return reader.finish().runs.count
    }

    private static func pythonSeconds(_ log: [UInt8]) async throws -> Double? {
        let file = FileManager.default.temporaryDirectory.appending(path: "opus-bench.log")
        try Data(log).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try? await Usage.run(
            URL(filePath: "/usr/bin/env"), ["python3", "-c", python, file.path],
            environment: ProcessInfo.processInfo.environment)
        return run.flatMap { $0.output.compactMap { Double($0) }.sorted().dropFirst().first }
    }

    /// A log as a client writes it at level 6: some 300 lines a product, one in five failing.
    private static func text(megabytes: Int) -> [UInt8] {
        var text = ""
        text.reserveCapacity(megabytes * 1_000_000 + 100_000)
        var number = 0
        while text.utf8.count < megabytes * 1_000_000 {
            number += 1
            append(product: "product-\(number % 100)", failed: number % 5 == 0, to: &text)
        }
        return Array(text.utf8)
    }

    private static func append(product: String, failed: Bool, to text: inout String) {
        func line(_ level: Int, _ words: String, _ field: String? = nil) {
            text += "[\(level)] [2026-11-26 09:14:03.120] [\(field ?? product)] \(words)\n"
        }
        line(6, "Actionrequest for product: \(product) is (original/actual): (setup / setup)", "")
        line(1, #"============ Version 4.12.21.0 script "p:\\#(product)\setup.opsiscript""#)
        line(1, "             installing product: \(product)_1.0-1")
        for step in 0..<150 {
            line(6, "  Starting query if file C:\\Program Files\\App\\mod\(step).dll exists ...")
            line(6, "  The value of the variable \"$Version\(step)$\" is now: \"24.08.\(step)\"")
            if step % 30 == 0 { line(4, "    Path C:\\ProgramData\\app\(step) does not exist") }
        }
        let code = failed ? 1_603 : 0
        line(6, #"  ExitCode \#(code)    Executed process "msiexec /i p:\app\app.msi /qn""#)
        if failed { line(2, "Error level set to fatal") }
        line(1, "___________________")
        line(1, "script finished: \(failed ? "failed" : "success")")
        line(1, "handled product: \(product) Version: 1.0-1")
    }
}
