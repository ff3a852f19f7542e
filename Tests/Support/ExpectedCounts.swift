/// The counts that `fleet-example.json` must give, by semantics.md.
public struct ExpectedCounts: Sendable {
    /// The server's clock for which they hold, in Unix seconds.
    public static let unixTime = 1_795_369_413

    /// Counts by family, such as `opsi_clients_failed`, and by the value of its label `depot` or
    /// `group`.
    public let counts: [String: [String: Int]]

    /// Reads the fixture.
    public init() throws {
        var counts: [String: [String: Int]] = [:]
        for line in try Fixture.lines("fleet-example-expected.tsv") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            let count = Int(String(fields[3])) ?? -1
            counts[String(fields[0]), default: [:]][Self.unescaped(fields[2])] = count
        }
        self.counts = counts
    }

    /// A backslash and a letter stand for one character.
    private static func unescaped(_ text: Substring) -> String {
        var result = ""
        var rest = text[...]
        while let character = rest.popFirst() {
            guard character == "\\" else {
                result.append(character)
                continue
            }
            let escaped = rest.popFirst()
            result.append(escaped == "t" ? "\t" : escaped ?? character)
        }
        return result
    }
}
