import FleetModel
import OpusCore
import TestSupport
import Testing

@Suite("Version order")
struct VersionTests {
    private static func rows(
        _ fixture: String, count: Int
    ) throws -> [(line: String, fields: [String])] {
        let lines = try Fixture.lines(fixture)
        #expect(lines.count == count)
        return lines.map { ($0, $0.split(separator: "\t").map(String.init)) }
    }

    @Test("Every pair compares as opsi compares it, both ways")
    func pairs() throws {
        for (line, fields) in try Self.rows("version_pairs.tsv", count: 900) {
            let left = try OpsiVersion(fields[0])
            let right = try OpsiVersion(fields[1])
            let order = try #require(Int(fields[2]))
            let found = [left < right, left == right, left > right]
            #expect(found == [order < 0, order == 0, order > 0], "\(line)")
            #expect([right > left, right == left, right < left] == found, "\(line)")
            if order == 0 { #expect(left.hashValue == right.hashValue) }
            #expect(ReferenceVersion.compare(fields[0], fields[1]) == order, "\(line)")
        }
    }

    @Test("What opsi refuses is refused")
    func invalid() throws {
        for (line, fields) in try Self.rows("version_invalid.tsv", count: 21) {
            let text = try Self.literal(fields[0])
            let version = try? OpsiVersion(text)
            #expect((version != nil) == (fields[1] == "ACCEPTED"), "\(line)")
            #expect((ReferenceVersion.tokens(text) != nil) == (fields[1] == "ACCEPTED"), "\(line)")
            if version == nil {
                let error = #expect(throws: OpsiVersion.Invalid.self) { try OpsiVersion(text) }
                #expect(error?.description == "\"\(text)\" is no opsi version")
            }
        }
    }

    /// A Python literal, as far as they occur in the list.
    private static func literal(_ text: String) throws -> String {
        try #require(text.count >= 2 && text.hasPrefix("'") && text.hasSuffix("'"))
        let inner = text.dropFirst().dropLast().replacing("\\n", with: "\n")
        try #require(!inner.contains("\\"))
        return String(inner)
    }

    @Test("Whatever is compared, the order is one, and equal versions are one in a set")
    func laws() throws {
        var generator = SeededGenerator(seed: 11)
        let alphabet = Array("0012aAbzrcdev..-~")
        var versions: [OpsiVersion] = []
        while versions.count < 120 {
            let text = String(
                (0..<Int.random(in: 1...9, using: &generator)).map { _ in generator.pick(alphabet) }
            )
            let version = try? OpsiVersion(text)
            if (version == nil) != (ReferenceVersion.tokens(text) == nil) {
                Issue.record("valid or not: \(text)")
            }
            if let version { versions.append(version) }
        }
        var violations: [String] = []
        for left in versions {
            for right in versions {
                let found = [left < right, left == right, right < left]
                if found.count(where: { $0 }) != 1 { violations.append("\(left) \(right)") }
                if left == right, left.hashValue != right.hashValue {
                    violations.append("hash \(left)")
                }
            }
        }
        let sorted = versions.sorted()
        for (left, right) in zip(sorted, sorted.dropFirst()) where right < left {
            violations.append("sorted \(left) \(right)")
        }
        for first in 0..<sorted.count {
            for second in first..<sorted.count where sorted[second] < sorted[first] {
                violations.append("transitive \(sorted[first]) \(sorted[second])")
            }
        }
        #expect(violations == [])
    }

    @Test("Random versions compare as the steps of the description compare them")
    func reference() {
        var generator = SeededGenerator(seed: 12)
        let words = [
            "0", "00", "1", "01", "9", "10", "100000000", "a", "b", "rc", "pre", "preview", "dev",
            "final", "s", ".", "-", "~x",
        ]
        var compared = 0
        for _ in 0..<4_000 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 1...6, using: &generator)).map { _ in generator.pick(words) }
                    .joined()
            }
            let versions = texts.map { try? OpsiVersion($0) }
            let expected = ReferenceVersion.compare(texts[0], texts[1])
            guard let left = versions[0], let right = versions[1] else {
                if expected != nil { Issue.record("refused: \(texts)") }
                continue
            }
            compared += 1
            let found = left < right ? -1 : left == right ? 0 : 1
            if found != expected { Issue.record("\(texts): \(found)") }
        }
        #expect(compared > 1_000)
    }
}
