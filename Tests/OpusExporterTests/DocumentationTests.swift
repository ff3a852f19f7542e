import Foundation
import TestSupport
import Testing

@testable import ExporterToolkit
@testable import OpusExporter

/// The pages on running the exporter in production say what there is.
@Suite("Documentation")
struct DocumentationTests {
    private static let catalog = "Sources/OpusExporter/OpusExporter.docc"

    private static func lines(_ page: String) -> [Substring] {
        ((try? Project.text("\(catalog)/\(page).md")) ?? "").split(separator: "\n")
    }

    private static let lines = lines("RunningInProduction")

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
        for (name, row) in zip(documented.map { $0[0] }, rows) {
            let option = ExporterOption.allCases.first { "`\($0.argument)`" == name }
            guard let standard = option?.definition.standard, row.count > 4 else { continue }
            #expect(row[4].filter { $0 != "`" } == standard, "\(name)")
        }
    }

    @Test("has every family with its type and labels, and no other")
    func families() {
        let documented = (Self.rows("| `opsi_") + Self.rows("| `process_")).map { row in
            row.prefix(3).map(String.init)
        }
        let expected = MetricFamilies.declared.map { family in
            [
                "`\(family.name)`", family.kind.rawValue,
                family.labels.isEmpty ? "–" : family.labels.joined(separator: ", "),
            ]
        }
        #expect(Set(documented) == Set(expected))
        #expect(documented.count == expected.count)
    }

    @Test("has every key of the web configuration")
    func webConfiguration() {
        let rows = Self.lines("WebSecurity").filter { $0.hasPrefix("| `") }
        // The first two columns: keys that belong together share a row.
        let documented = Set(
            rows.flatMap { row in
                row.split(separator: "|").prefix(2).joined().split(separator: "`")
                    .compactMap { $0.split(separator: ".").last }.map(String.init)
            })
        let expected = TLSSettings.keys + ["basic_auth_users", "http2", "headers"]
        #expect(expected.count > 12)
        #expect(Set(expected).subtracting(documented) == [])
    }

    @Test("its pages link to pages and headings that exist")
    func links() throws {
        let pages = try Project.files(below: Self.catalog, ending: ".md")
            .map { String($0.dropFirst(Self.catalog.count + 1).dropLast(".md".count)) }
        var linked = 0
        for page in pages {
            // A link may go on in the next line.
            let text = Self.lines(page).joined(separator: " ")
            for match in text.matches(of: /[<(]doc:(?<page>[^#)>]*)(#(?<heading>[^)>]+))?[)>]/) {
                // Those to other libraries are checked where their pages are built.
                guard !match.page.hasPrefix("/") else { continue }
                let target = match.page.isEmpty ? page : String(match.page)
                #expect(pages.contains(target), "\(page) links to \(target)")
                if let heading = match.heading {
                    let headings = Self.lines(target).filter { $0.hasPrefix("#") }.map {
                        String($0.drop { $0 == "#" || $0 == " " }.map { $0 == " " ? "-" : $0 })
                    }
                    #expect(headings.contains(String(heading)), "\(page): \(heading)")
                }
                linked += 1
            }
        }
        #expect(linked > 15)
    }
}
