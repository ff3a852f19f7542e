import Foundation
import TestSupport

@testable import OpusExporter

/// A folder with a web configuration and what it names.
struct WebFiles: Sendable {
    /// The hash of `correct horse`.
    static let aliceHash = "$2y$04$9VZ.Nkk2HM9eJQPbXAB11.NAA70yvWgXqUpky9q4m8XvE8j48dbte"
    /// The hash of `bob:pass`.
    static let bobHash = "$2y$04$GpZPWgHrf9g0U9ZiZigtfe7VqatWczyicv.XjW6wvPSbx6alRh2Ru"

    /// Users of a configuration: alice and bob.
    static let users = """
        basic_auth_users:
          alice: \(aliceHash)
          bob: \(bobHash)

        """

    /// TLS by the files of `write(_:)`.
    static let tls = """
        tls_server_config:
          cert_file: server.crt
          key_file: server.key

        """

    let folder: URL

    var configuration: String { folder.appending(path: "web.yml").path }

    /// A folder for the time of a closure.
    static func use<Value>(_ body: (WebFiles) async throws -> Value) async throws -> Value {
        try await withTemporaryDirectory { try await body(WebFiles(folder: $0)) }
    }

    func write(_ text: String, to name: String = "web.yml") throws {
        try Data(text.utf8).write(to: folder.appending(path: name), options: .atomic)
    }

    /// Writes a server's certificate and key.
    func write(_ identity: TestAuthority.Identity) throws {
        try write(identity.certificatePEM, to: "server.crt")
        try write(identity.keyPEM, to: "server.key")
    }

    /// What the files say now.
    func settings(_ change: (inout WebLimits) -> Void = { _ in }) throws -> WebSettings {
        var settings = WebSettings(listenAddresses: [.init(host: "127.0.0.1", port: 0)])
        settings.policyFile = try WebPolicyFile(path: configuration)
        change(&settings.limits)
        return settings
    }
}

extension WebFiles {
    func remove(_ name: String) throws {
        try FileManager.default.removeItem(at: folder.appending(path: name))
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            at: folder.appending(path: name), withIntermediateDirectories: false)
    }
}
