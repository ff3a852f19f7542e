import LocalSystem
import OpusCore

/// The CA certificates that a person chose to trust with `opus trust`, a file a server.
struct AuthorityStore {
    private let directory: String

    /// Nil where there is no home directory.
    init?(_ environment: Environment) {
        guard let configuration = environment.configurationDirectory else { return nil }
        directory = configuration + "/opus/ca"
    }

    /// The stored CA of a server, if there is one.
    func trust(forServer url: String) -> ServerConfiguration.Trust? {
        let path = path(forServer: url)
        return FileText.exists(path) ? .authorityFile(path) : nil
    }

    /// Where the CA of a server is stored.
    func path(forServer url: String) -> String { "\(directory)/\(ServerKey(url).fileName).pem" }
}
