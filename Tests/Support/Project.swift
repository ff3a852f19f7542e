public import Foundation

/// The files of the project itself, by their paths below the folder that holds Package.swift.
public enum Project {
    /// The folder that holds Package.swift.
    public static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Where a file or folder lies.
    public static func url(_ path: String) -> URL { root.appending(path: path) }

    /// What a file says.
    public static func text(_ path: String) throws -> String {
        try String(contentsOf: url(path), encoding: .utf8)
    }

    /// The paths of all files below a folder whose names end like this, in order.
    public static func files(below folder: String, ending: String = ".swift") throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: url(folder).path)
            .filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
    }
}
