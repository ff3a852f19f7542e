import Foundation

/// A configuration for the command line `opus` that leads to the demonstration's server, for as
/// long as that runs.
struct CommandLineAccess {
    /// The file that `OPUS_CONFIG` names.
    let file: URL

    private let directory: URL

    /// Writes the files, in a new directory that nobody else may read. The password is in a file
    /// of its own, as it would be with a real server.
    init(serverURL: String, username: String, password: String) throws {
        directory = FileManager.default.temporaryDirectory
            .appending(path: "opus-demo-\(UUID().uuidString)")
        file = directory.appending(path: "config.yaml")
        try FileManager.default.createDirectory(
            at: directory, withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        do {
            let passwordFile = directory.appending(path: "password")
            try Self.write(password + "\n", to: passwordFile)
            // JSON is YAML, and has quotes for whatever a path holds.
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            let settings = Settings(
                servers: [
                    "demo": .init(
                        url: serverURL, username: username, passwordFile: passwordFile.path)
                ])
            try Self.write(
                String(decoding: try encoder.encode(settings), as: UTF8.self) + "\n", to: file)
        } catch {
            remove()
            throw error
        }
    }

    /// Takes the files away.
    func remove() {
        // They may be gone already; what is left is in a directory for temporary files.
        try? FileManager.default.removeItem(at: directory)
    }

    private struct Settings: Encodable {
        struct Server: Encodable {
            let url: String
            let username: String
            let passwordFile: String

            private enum CodingKeys: String, CodingKey {
                case url, username
                case passwordFile = "password-file"
            }
        }
        let servers: [String: Server]
    }

    private struct WriteError: Error, CustomStringConvertible {
        let path: String
        var description: String { "\(path) can't be written" }
    }

    private static func write(_ text: String, to file: URL) throws {
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(text.utf8),
                attributes: [.posixPermissions: 0o600])
        else { throw WriteError(path: file.path) }
    }
}
