import Foundation
import TestSupport
import Testing

/// A release is made of the same sources next year: no lock file is kept, so Package.swift has the
/// version of everything that it leads to.
@Suite("Dependencies")
struct PinTests {
    private struct Resolved: Decodable {
        var pins: [Pin]
        struct Pin: Decodable {
            var identity: String
            var state: State
        }
        struct State: Decodable { var version: String? }
    }

    @Test("are those that were resolved, each by its exact version")
    func exact() throws {
        let manifest = try Project.text("Package.swift")
        let direct = manifest.matches(
            of: /url: ".*\/(?<name>[\w.-]+)", exact: "(?<version>[\d.]+)"/)
        let indirect = manifest.matches(of: /\(".*\/(?<name>[\w.-]+)", "\w+", "(?<version>.+)"\)/)
        let pinned =
            direct.map { "\($0.name.lowercased()) \($0.version)" }
            + indirect.map { "\($0.name.lowercased()) \($0.version)" }
        let lock = try Data(contentsOf: Project.url("Package.resolved"))
        let resolved = try JSONDecoder().decode(Resolved.self, from: lock).pins
            .map { "\($0.identity) \($0.state.version ?? "of no version")" }
        #expect(resolved.count > 10)
        #expect(pinned.sorted() == resolved.sorted())
    }
}
