import Foundation
import TestSupport
import Testing

/// Who may know whom, by the import lines of the sources.
@Suite("Architecture")
struct ArchitectureTests {
    struct Rule: Sendable, CustomTestStringConvertible {
        /// Folders below the package's, or the beginnings of their names.
        var folders: String
        var forbidden: Set<String>
        var testDescription: String { folders }
    }

    private static let core: Set<String> = ["OpusServer", "OpusBackend", "OpusCore"]
    private static let frontEnds: Set<String> = [
        "OpusExporter", "OpusCLI", "ArgumentParser", "Hummingbird", "HummingbirdCore",
    ]
    private static let mock: Set<String> = ["OpsiMock"]

    private static let rules = [
        Rule(
            folders: "Sources/OpusExporter", forbidden: ["OpusServer", "OpusBackend", "OpsiMock"]),
        // What to change about a metric is nothing about sockets, and the reverse.
        Rule(
            folders: "Sources/OpusExporter",
            forbidden: ["NIOCore", "NIOPosix", "NIOHTTP1", "NIOSSL", "Crypto", "CZlib", "CCrypt"]),
        Rule(
            folders: "Sources/ExporterToolkit",
            forbidden: core.union(mock).union(frontEnds).union(["Configuration", "Foundation"])),
        Rule(
            folders: "Sources/LocalSystem",
            forbidden: core.union(mock).union(frontEnds).union(["ExporterToolkit"])),
        Rule(
            folders: "Sources/YAMLReader",
            forbidden: core.union(mock).union(frontEnds)
                .union(["ExporterToolkit", "LocalSystem"])),
        Rule(
            folders: "Sources/OpusCLI",
            forbidden: mock.union([
                "OpusServer", "OpusBackend", "OpusExporter", "ExporterToolkit", "AsyncHTTPClient",
                "NIOCore", "NIOPosix", "NIOSSL",
            ])),
        Rule(folders: "Sources/OpusDemo", forbidden: ["OpusServer", "OpusBackend", "OpusCLI"]),
        Rule(folders: "Sources/opus", forbidden: core.union(mock).union(["ExporterToolkit"])),
        Rule(folders: "Sources/opus-", forbidden: core.union(mock).union(["ExporterToolkit"])),
        Rule(folders: "Mocks/OpsiMock", forbidden: core.union(["OpusExporter"])),
        Rule(folders: "Mocks/opsi-mock", forbidden: core.union(["OpusExporter"])),
        Rule(folders: "Sources/OpusCore", forbidden: frontEnds.union(mock)),
        Rule(folders: "Sources/OpusCore/Server", forbidden: ["OpusBackend", "OpusCore"]),
        Rule(folders: "Sources/OpusCore/Backend", forbidden: ["OpusCore"]),
    ]

    @Test("Layers import what is below them and nothing else", arguments: rules)
    func imports(rule: Rule) throws {
        let parent = rule.folders.prefix { $0 != "/" }
        let isPrefix = rule.folders.hasSuffix("-")
        let files = try Project.files(below: String(parent))
            .filter { $0.hasPrefix(isPrefix ? rule.folders : rule.folders + "/") }
        #expect(!files.isEmpty)
        for file in files {
            let imported = Self.imports(try Project.text(file))
            #expect(imported.intersection(rule.forbidden) == [], "\(file)")
        }
    }

    @Test("Every folder with Swift sources has its rule")
    func everyFolder() throws {
        let files = try Project.files(below: "Mocks") + Project.files(below: "Sources")
        let folders = Set(files.map { $0.split(separator: "/").prefix(2).joined(separator: "/") })
        #expect(folders.count > 10)
        for folder in folders {
            #expect(
                Self.rules.contains {
                    $0.folders == folder
                        || $0.folders.hasSuffix("-") && folder.hasPrefix($0.folders)
                }, "\(folder)")
        }
    }

    @Test("Import lines are found in all their spellings")
    func spellings() {
        let text = """
            import A
            public import B
            @testable import C
            @preconcurrency package import D
            import struct E.Thing
              internal import F.Sub // why
            // import G
            let text = "import H"
            """
        #expect(Self.imports(text) == ["A", "B", "C", "D", "E", "F"])
    }

    private static func imports(_ text: String) -> Set<String> {
        let pattern =
            /^\s*(?:@\w+\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
        return Set(
            text.split(whereSeparator: \.isNewline).compactMap { line in
                line.firstMatch(of: pattern).map { String($0.1) }
            })
    }
}
