import Foundation
import Testing

@testable import OpusExporter

/// docs/exporter.md says what there is.
@Suite("Documentation")
struct DocumentationTests {
    private static let lines: [Substring] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "docs/exporter.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n")
    }()

    /// The cells of those rows that begin with a text.
    private static func rows(_ prefix: String) -> [[Substring]] {
        lines.filter { $0.hasPrefix(prefix) }.map { line in
            line.split(separator: "|").map { $0.trimmingPrefix(" ") }
                .map { cell in
                    cell.lastIndex { $0 != " " }.map { cell[...$0] } ?? ""
                }
        }
    }

    @Test("has every setting by its three names, and no other")
    func settings() {
        let rows = Self.rows("| `--")
        let documented = rows.map { row in
            [String(row[0].split(separator: " ")[0]), String(row[1]), String(row[2])]
        }
        let expected = ExporterOption.allCases.map { option in
            [
                "`\(option.argument)`", "`\(option.variable)`",
                option == .configFile ? "–" : "`\(option.rawValue)`",
            ]
        }
        #expect(Set(documented) == Set(expected))
        #expect(documented.count == expected.count)
        #expect(rows.allSatisfy { !$0[3].isEmpty })
    }

    @Test("has every family with its type and labels, and no other")
    func families() {
        let documented = (Self.rows("| `opsi_") + Self.rows("| `process_")).map { row in
            row.prefix(3).map(String.init)
        }
        let expected = MetricFamilies.all.map { family in
            var labels = family.labels
            if case .server = family.generator { labels.insert("server", at: 0) }
            return [
                "`\(family.name)`", family.kind.rawValue,
                labels.isEmpty ? "–" : labels.joined(separator: ", "),
            ]
        }
        #expect(Set(documented) == Set(expected))
        #expect(documented.count == expected.count)
    }

    @Test("links to files and headings that exist")
    func links() {
        let headings = Set(
            Self.lines.filter { $0.hasPrefix("#") }.map { heading in
                String(
                    heading.drop { $0 == "#" || $0 == " " }.lowercased()
                        .map { $0 == " " ? "-" : $0 }.filter {
                            $0.isLetter || $0.isNumber || $0 == "-"
                        })
            })
        let targets = Self.lines.flatMap { line in
            line.matches(of: /\]\(#(?<target>[^)]+)\)/).map { String($0.target) }
        }
        #expect(targets.count > 5)
        #expect(Set(targets).subtracting(headings) == [])
    }
}
