import Foundation
import TestSupport
import Testing

/// Pages lead to what there is, whether a Git server shows them or a text editor.
@Suite("Pages")
struct PageTests {
    @Test("lead to files and headings that exist", arguments: try Page.all())
    func links(path: String) throws {
        let page = try Page(path)
        #expect(page.undefined == [])
        for link in page.links {
            #expect(
                FileManager.default.fileExists(atPath: Project.url(link.path).path),
                "\(path) leads to \(link.path)")
            guard let anchor = link.anchor, link.path.hasSuffix(".md") else { continue }
            #expect(
                try Page(link.path).anchors.contains(anchor), "\(path): \(link.path)#\(anchor)")
        }
    }

    @Test("are reached from README, those of a DocC catalog one by one")
    func entrance() throws {
        let linked = Set(try Page("README.md").links.map(\.path))
        let wanted = try Page.all().filter { page in
            let parts = page.split(separator: "/")
            let catalog = parts.first { $0.hasSuffix(".docc") }
            // A catalog's first page has its name; the library's own readers come in by that.
            return parts.first == "docs"
                || page.hasPrefix("Sources/OpusExporter/")
                    && catalog?.dropLast(5) != parts.last?.dropLast(3)
        }
        #expect(wanted.count > 5)
        #expect(Set(wanted).subtracting(linked) == [])
    }

    @Test("name every target of make where it is told how to work on opus")
    func targets() throws {
        let makefile = try Project.text("Makefile")
        let phony = try #require(makefile.firstMatch(of: /(?m)^\.PHONY: (?<targets>.+)$/)).targets
        let told = try Project.text("docs/CONTRIBUTING.md")
        for target in phony.split(separator: " ") where target != "build" {
            #expect(told.contains("`make \(target)"), "make \(target)")
            #expect(
                makefile.contains("# make \(target) ") || makefile.contains("make \(target) runs"))
        }
    }

    @Test("tell what is in each folder of the core")
    func folders() throws {
        let told = try Project.text("docs/CONTRIBUTING.md")
        let core = "Sources/OpusCore"
        let folders = Set(
            try Project.files(below: core)
                .map { $0.dropFirst(core.count + 1).split(separator: "/").dropLast().prefix(2) }
                .filter { $0.count == 2 }.map { $0.joined(separator: "/") })
        #expect(folders.count > 20)
        for folder in folders { #expect(told.contains("`\(folder)`"), "\(folder)") }
        for match in told.matches(of: /`((?:Server|Backend|App)\/\w+)`/) {
            #expect(folders.contains(String(match.1)), "\(match.1)")
        }
    }
}
