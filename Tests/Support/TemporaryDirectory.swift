public import Foundation

/// Makes a file for as long as a body runs, which is given its path.
public func withFile<Value>(
    _ content: some Sequence<UInt8>, isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> Value
) async throws -> Value {
    try await withTemporaryDirectory { directory in
        let file = directory.appending(path: "file")
        try Data(content).write(to: file)
        return try await body(file.path)
    }
}

/// Makes a file with a text for as long as a body runs, which is given its path.
public func withFile<Value>(
    _ content: String, isolation: isolated (any Actor)? = #isolation,
    _ body: (String) async throws -> Value
) async throws -> Value {
    try await withFile(content.utf8, body)
}

/// Makes a directory for as long as a body runs.
public func withTemporaryDirectory<Value>(
    isolation: isolated (any Actor)? = #isolation, _ body: (URL) async throws -> Value
) async throws -> Value {
    let directory = FileManager.default.temporaryDirectory
        .appending(path: "opus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    return try await body(directory)
}
