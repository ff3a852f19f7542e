import Foundation

/// Takes all answers in, one after the other, and keeps the figures.
struct Judge {
    /// An entity tag's text, once it was found right.
    private struct Known {
        let text: [UInt8]
        let facts: Verifier.Facts
    }

    private static let problemsKept = 20
    private static let tagsKept = 200

    private var verifier: Verifier
    private var known: [String: Known] = [:]
    private var tags: [String] = []
    /// How many collections were told of by when: later scrapes may not tell of fewer.
    private var told: [(ended: ContinuousClock.Instant, collections: Int)] = []

    private(set) var scrapes = 0
    private(set) var errors = 0
    private(set) var unchanged = 0
    private(set) var heads = 0
    private(set) var samples = 0
    private(set) var texts = 0
    private(set) var wrong = 0
    private(set) var problems: [String] = []
    private(set) var milliseconds: [Double] = []
    /// What the latest answer said.
    private(set) var facts = Verifier.Facts()

    var versions: Int { verifier.versions.count }

    init(_ verifier: Verifier) { self.verifier = verifier }

    /// A scrape without an answer.
    mutating func failed(_ error: any Error) {
        scrapes += 1
        errors += 1
        report(["no answer: \(error)"])
    }

    /// A scrape with an answer.
    ///
    /// - Returns: the version that was read in whole, where the answer told of one.
    mutating func take(_ answer: Scrape.Answer) throws -> Int? {
        scrapes += 1
        milliseconds.append((answer.ended - answer.started) / .milliseconds(1))
        let flaws = answer.problems
        if !flaws.isEmpty {
            errors += 1
            report(flaws)
            return nil
        }
        if answer.scrape.isHead { heads += 1 }
        if answer.status == 304 { unchanged += 1 }
        let facts: Verifier.Facts
        if let text = try answer.text() {
            facts = try judge(text, answer)
            samples += facts.samples
        } else if let known = known[answer.tag] {
            facts = known.facts
        } else {
            return nil
        }
        let earlier = told.last { $0.ended <= answer.started }
        if let earlier, earlier.collections > facts.collections {
            report(["collection \(facts.collections) again, after \(earlier.collections)"])
        }
        told.append((answer.ended, max(facts.collections, told.last?.collections ?? 0)))
        if told.count > 2_000 { told.removeFirst(1_000) }
        if facts.collections >= self.facts.collections { self.facts = facts }
        return facts.isUp ? facts.version : nil
    }

    private mutating func judge(
        _ text: [UInt8], _ answer: Scrape.Answer
    ) throws -> Verifier.Facts {
        if let known = known[answer.tag] {
            if known.text != text { report(["another text for \(answer.tag)"]) }
            return known.facts
        }
        texts += 1
        let (facts, problems) = try verifier.check(
            text, isOpenMetrics: answer.scrape.form.isOpenMetrics, at: answer.time)
        report(problems)
        known[answer.tag] = Known(text: text, facts: facts)
        tags.append(answer.tag)
        if tags.count > Self.tagsKept { known[tags.removeFirst()] = nil }
        return facts
    }

    private mutating func report(_ new: [String]) {
        wrong += new.count
        problems += new.prefix(max(0, Self.problemsKept - problems.count))
    }
}
