/// Writes installation logs as opsi-script does, line by line.
struct LogBuilder {
    private(set) var text = ""
    private(set) var lines = 0
    /// The hour and minute of the lines, on 26 November 2026.
    var time = "09:14"

    var bytes: [UInt8] { Array(text.utf8) }

    /// Adds a line of a product, or outside of one.
    mutating func line(_ level: Int, _ product: String, _ words: String) {
        let seconds = lines % 60
        text += "[\(level)] [2026-11-26 \(time):\(seconds < 10 ? "0" : "")\(seconds).120] "
        text += "[\(product)] \(words)\n"
        lines += 1
    }

    /// Adds what precedes a run, and its header.
    mutating func begin(_ product: String, _ version: String = "1.0-1", header: Bool = true) {
        line(6, "", "Actionrequest for product: \(product) is (original/actual): (setup / setup)")
        line(6, product, "Actionrequest for Product: \(product) is: setup")
        guard header else { return }
        line(1, product, "")
        line(
            1, product, #"============ Version 4.12.21.0 script "p:\\#(product)\setup.opsiscript""#)
        line(1, product, "             installing product: \(product)_\(version)")
    }

    /// Adds a run's end.
    mutating func end(_ product: String, _ verdict: String, _ version: String = "1.0-1") {
        line(1, product, "___________________")
        line(1, product, "script finished: \(verdict)")
        line(1, product, "0 errors")
        line(1, product, "handled product: \(product) Version: \(version)")
        line(1, product, "")
    }

    /// A log of one failed run with some lines in it.
    static func failed(_ lines: [(Int, String)]) -> LogBuilder { failed("app", lines) }

    static func failed(_ product: String, _ lines: [(Int, String)]) -> LogBuilder {
        var log = LogBuilder()
        log.begin(product)
        for (level, words) in lines { log.line(level, product, words) }
        log.end(product, "failed")
        return log
    }
}
