import TestSupport
import Testing

@Suite("The version")
struct VersionTests {
    private static func current() throws -> Substring {
        let source = try Project.text("Sources/OpusCore/Server/OpusVersion.swift")
        return try #require(source.firstMatch(of: /current = "(?<version>[\d.]+)"/)).version
    }

    @Test("stands in one place of the sources")
    func once() throws {
        let version = try Self.current()
        let files = try (Project.files(below: "Mocks") + Project.files(below: "Sources"))
            .filter { try Project.text($0).contains("\"\(version)\"") }
        #expect(files == ["Sources/OpusCore/Server/OpusVersion.swift"])
    }

    @Test("has its part in the changelog, and the changelog's order is that of versions")
    func changelog() throws {
        let text = try Project.text("docs/CHANGELOG.md")
        let told = text.matches(of: /(?m)^## \[(?<version>\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$/)
            .map(\.version)
        #expect(told.first == (try Self.current()))
        let numbers = told.map { $0.split(separator: ".").compactMap { Int($0) } }
        #expect(numbers == numbers.sorted { $1.lexicographicallyPrecedes($0) })
    }
}
