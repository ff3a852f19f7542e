/// What has to be found in one of the example logs: a row of `logs/expected.tsv`.
public struct ExpectedLog: Sendable, CustomStringConvertible {
    /// The log's file, below `logs`.
    public let file: String
    /// Whose log it is.
    public let client: String
    /// The product that ran.
    public let product: String
    /// The version that ran, or the empty text.
    public let version: String
    /// Why it failed, by the name that opus gives the cause; nil where it did not.
    public let cause: String?
    /// The lines that tell why.
    public let lines: [Int]
    /// The code that the failure has.
    public let exitCode: Int?
    /// The reason in the package's own words, or the empty text.
    public let reason: String

    /// Whether it failed.
    public var hasFailed: Bool { cause != nil }

    /// For the names of tests.
    public var description: String { "\(file): \(product)" }

    /// All rows.
    public static let all: [ExpectedLog] =
        (try? Fixture.lines("logs/expected.tsv").map(ExpectedLog.init)) ?? []

    private init(_ line: String) {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        file = fields[0]
        client = fields[1]
        product = fields[2]
        version = fields[3]
        exitCode = Int(fields[6])
        // The table calls another installer at work an installer's failure, too.
        cause =
            switch (fields[4], exitCode) {
            case ("none", _): nil
            case ("installer", 1_618): "busy"
            case (let name, _): name.replacing("-", with: "_")
            }
        lines = fields[5].split(separator: ",").compactMap { Int($0) }
        reason = fields[7]
    }
}
