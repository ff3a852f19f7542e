import Foundation

/// The figures of a run, and whether it went well.
struct SoakReport: Sendable {
    let judge: Judge
    let memory: MemoryRecord
    /// How often the fleet changed.
    let versions: Int
    var seconds = 0.0
    var hasRecovered = false
    var exitStatus: Int32 = 0
    var lastWords: [String] = []

    init(_ judge: Judge, _ memory: MemoryRecord, versions: Int) {
        self.judge = judge
        self.memory = memory
        self.versions = versions
    }

    /// Where it stands, in a line.
    var line: String {
        let facts = judge.facts
        return "\(memory.megabytes.count) s: \(judge.scrapes) scrapes, \(judge.errors) errors,"
            + " \(judge.samples) samples, \(judge.wrong) wrong; \(facts.collections) collections,"
            + " \(facts.failures) failed, \(facts.skipped) skipped;"
            + " RSS \(Self.text(memory.megabytes.last ?? 0)) MB"
    }

    /// All figures.
    var lines: [String] {
        let facts = judge.facts
        let times = judge.milliseconds.sorted()
        let reasons = facts.errors.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        func percentile(_ share: Double) -> String {
            times.isEmpty ? "-" : Self.text(times[Int(Double(times.count - 1) * share)])
        }
        return [
            "scrapes: \(judge.scrapes), \(judge.errors) with an error; \(judge.heads) by HEAD,"
                + " \(judge.unchanged) not modified; median \(percentile(0.5)) ms,"
                + " 99 % \(percentile(0.99)) ms",
            "samples: \(judge.samples) checked, \(judge.wrong) problems; \(judge.texts) texts,"
                + " \(judge.versions) of the fleet's \(versions) versions",
            "collections: \(facts.collections), \(facts.failures) with a failure"
                + " (\(reasons.joined(separator: ", "))), \(facts.skipped) skipped",
            "resident memory: first \(Self.text(memory.megabytes.first ?? 0)) MB, after the"
                + " warm-up \(Self.text(memory.afterWarmUp)) MB, last"
                + " \(Self.text(memory.atEnd)) MB, most \(Self.text(memory.megabytes.max() ?? 0))"
                + " MB; growth \(Self.text(memory.growth)) MB, at most"
                + " \(Self.text(MemoryRecord.mostGrowth)) allowed",
        ] + judge.problems
    }

    /// What went wrong; nothing in a run that went well.
    var failures: [String] {
        var failures: [String] = []
        if judge.wrong > 0 { failures.append("\(judge.wrong) wrong answers") }
        if judge.versions < 2 || judge.scrapes == 0 {
            failures.append("hardly anything was compared")
        }
        if !hasRecovered { failures.append("collections do not succeed after the last fault") }
        if memory.growth > MemoryRecord.mostGrowth {
            failures.append("memory grew by \(Self.text(memory.growth)) MB")
        }
        if exitStatus != 0 { failures.append("the exporter ended with status \(exitStatus)") }
        return failures + lastWords
    }

    private static func text(_ number: Double) -> String { String(format: "%.1f", number) }
}
