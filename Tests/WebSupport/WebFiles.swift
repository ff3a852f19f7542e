public import Foundation
public import TestSupport

/// A folder with a web configuration and what it names.
public struct WebFiles: Sendable {
    /// The hash of `correct horse`.
    public static let aliceHash = "$2y$04$9VZ.Nkk2HM9eJQPbXAB11.NAA70yvWgXqUpky9q4m8XvE8j48dbte"
    /// The hash of `bob:pass`.
    public static let bobHash = "$2y$04$GpZPWgHrf9g0U9ZiZigtfe7VqatWczyicv.XjW6wvPSbx6alRh2Ru"

    /// Users of a configuration: alice and bob.
    public static let users = """
        basic_auth_users:
          alice: \(aliceHash)
          bob: \(bobHash)

        """

    /// TLS by the files of `write(_:)`.
    public static let tls = """
        tls_server_config:
          cert_file: server.crt
          key_file: server.key

        """

    /// The folder.
    public let folder: URL

    /// The web configuration.
    public var configuration: String { folder.appending(path: "web.yml").path }

    /// A folder for the time of a closure.
    public static func use<Value>(_ body: (WebFiles) async throws -> Value) async throws -> Value {
        try await withTemporaryDirectory { try await body(WebFiles(folder: $0)) }
    }

    /// Writes a file.
    public func write(_ text: String, to name: String = "web.yml") throws {
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }

    /// Writes a server's certificate and key.
    public func write(_ identity: CertificateAuthority.Identity) throws {
        try write(identity.chainPEM, to: "server.crt")
        try write(identity.keyPEM, to: "server.key")
    }

    /// Takes a file away.
    public func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: name))
    }

    /// Makes a folder where a file could be.
    public func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: name), withIntermediateDirectories: false)
    }
}
