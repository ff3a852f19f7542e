import Foundation

/// The files of the project itself, below the folder that holds Package.swift.
enum Project {
    static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// What a file says.
    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path)
    }

    /// Every Swift file that is built into something, tests aside.
    static func sources() throws -> [String] {
        try ["Mocks", "Sources"].flatMap { try files(below: $0, ending: ".swift") }
    }

    /// Every page in Markdown, but for those among the fixtures.
    static func pages() throws -> [String] {
        let folders = [".github", "Mocks", "Sources", "dashboards", "docs", "packaging"]
        return try ["README.md"] + folders.flatMap { try files(below: $0, ending: ".md") }
    }

    private static func files(below folder: String, ending: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
            .filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
    }
}
