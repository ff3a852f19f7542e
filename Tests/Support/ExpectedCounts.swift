/// The counts that `fleet-example.json` must give, by semantics.md.
public struct ExpectedCounts: Sendable {
    /// One series: a family, and the value of its label `depot` or `group`.
    public struct Series: Hashable, Sendable {
        /// The family, such as `opsi_clients_failed`.
        public var family: String
        /// The depot or group.
        public var value: String

        /// Names a series.
        public init(family: String, value: String) {
            self.family = family
            self.value = value
        }
    }

    /// The server's clock for which they hold, in Unix seconds.
    public static let unixTime = 1_795_369_413

    /// Counts by series.
    public let counts: [Series: Int]

    /// Reads the fixture.
    public init() throws {
        var counts: [Series: Int] = [:]
        for line in try Fixture.lines("fleet-example-expected.tsv") {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            let series = Series(family: String(fields[0]), value: Self.unescaped(fields[2]))
            counts[series] = Int(String(fields[3])) ?? -1
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
