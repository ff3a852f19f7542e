import Foundation
import TestSupport

/// A page in Markdown, as far as its links go.
struct Page {
    /// The text without what stands in fences, where a bracket is no link.
    private let text: String
    private let folder: String
    private let path: String

    /// Every page in Markdown, but for those among the fixtures.
    static func all() throws -> [String] {
        let folders = [".github", "Mocks", "Sources", "dashboards", "docs", "packaging"]
        return try ["README.md"]
            + folders.flatMap { try Project.files(below: $0, ending: ".md") }
    }

    init(_ path: String) throws {
        self.path = path
        folder = path.split(separator: "/").dropLast().joined(separator: "/")
        var fenced = false
        text = try Project.text(path).split(separator: "\n", omittingEmptySubsequences: false)
            .filter { line in
                let fence = line.drop { $0 == " " }.hasPrefix("```")
                if fence { fenced.toggle() }
                return !fence && !fenced
            }
            .joined(separator: "\n")
    }

    /// Where links lead that stay in the project: a path from its root, and a heading's anchor.
    var links: [(path: String, anchor: String?)] {
        targets.filter { !$0.contains(":") }.map { target in
            let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let file = parts[0].isEmpty ? path : Self.resolved(String(parts[0]), in: folder)
            return (file, parts.count > 1 ? String(parts[1]) : nil)
        }
    }

    /// Labels that are used, as in `[text][label]`, and have no definition.
    var undefined: Set<String> {
        let defined = text.matches(of: /(?m)^\[(?<label>[^\]]+)\]:/).map { String($0.label) }
        let used = text.matches(of: /[^\]`]\]\[(?<label>[^\]]+)\]/).map { String($0.label) }
        return Set(used).subtracting(defined)
    }

    /// Its headings, as the anchors that Git servers give them.
    var anchors: Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" }.drop { $0 == " " }
                return title.lowercased()
                    .filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
                    .replacing(" ", with: "-")
            })
    }

    private var targets: [String] {
        text.matches(of: /\]\((?<target>[^)\s]+)\)/).map { String($0.target) }
            + text.matches(of: /(?m)^\[[^\]]+\]: (?<target>\S+)/).map { String($0.target) }
    }

    private static func resolved(_ target: String, in folder: String) -> String {
        var parts = folder.split(separator: "/")
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }
}
