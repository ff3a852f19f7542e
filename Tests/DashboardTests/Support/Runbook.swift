import Foundation

/// A page of `dashboards/runbooks`.
struct Runbook {
    /// The alert that it is for.
    let name: String
    let text: String

    static func all() throws -> [Runbook] {
        try Files.list(Files.runbooks, ".md").map { file in
            Runbook(
                name: file.deletingPathExtension().lastPathComponent,
                text: try Files.text(file))
        }
    }

    /// Its second-level headings.
    var headings: [String] {
        text.split(separator: "\n").filter { $0.hasPrefix("## ") }.map { String($0.dropFirst(3)) }
    }

    /// Its blocks of PromQL.
    var expressions: [String] {
        text.matches(of: /```promql\n(?<block>[^`]+)```/).map { String($0.block) }
    }

    /// Its blocks of commands.
    var commands: String {
        text.matches(of: /```console\n(?<block>[^`]+)```/).map { String($0.block) }
            .joined(separator: "\n").replacing("$ ", with: "")
    }
}
