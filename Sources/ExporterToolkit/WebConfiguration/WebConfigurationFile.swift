import LocalSystem

/// A web configuration file and the files that it names, as they were at one moment.
public struct WebConfigurationFile: Sendable {
    private static let largestFile = 1 << 20

    /// The web configuration file.
    public let path: String
    let policy: WebPolicy
    /// What a reader of the file may take for a protection, and is none; each a sentence.
    public let warnings: [String]
    /// Whether users are asked for their passwords over plain HTTP; behind a proxy that speaks TLS that
    /// may be meant.
    public let sendsPasswordsInTheClear: Bool

    /// Reads the file and what it names.
    ///
    /// - Parameter path: the file, in exporter-toolkit's format.
    /// - Throws: what is wrong, with the file, the line, the key and the way out.
    public init(path: String) throws(WebConfigurationError) {
        switch Self.load(path) {
        case .loaded(let file): self = file
        case .broken(let error, _): throw error
        }
    }

    /// What came of reading.
    enum Outcome: Sendable {
        case loaded(WebConfigurationFile)
        /// Nothing of it can be used; the same state of the files need not be tried again.
        case broken(WebConfigurationError, Fingerprints)
    }

    /// States of files by path.
    struct Fingerprints: Sendable, Equatable {
        /// Nil for a file that is not there.
        var files: [String: FileFingerprint?] = [:]

        var isOutdated: Bool { files.contains { FileFingerprint($0.key) != $0.value } }

        func isOutdated(_ path: String) -> Bool {
            FileFingerprint(path) != files[path].flatMap(\.self)
        }

        /// Takes in the state of a file, before it is read.
        mutating func add(_ path: String) { files[path] = .some(FileFingerprint(path)) }
    }

    let states: Fingerprints

    private init(
        path: String, policy: WebPolicy, configuration: WebConfiguration, states: Fingerprints
    ) {
        self.path = path
        warnings = configuration.emptyProtections.map { key in
            let consequence =
                key.key == "basic_auth_users"
                ? "no password is asked for" : "plain HTTP is spoken"
            return "\(path):\(key.line): \(key.key) is empty: \(consequence)"
        }
        sendsPasswordsInTheClear = configuration.tls == nil && !configuration.users.isEmpty
        self.policy = policy
        self.states = states
    }

    /// Reads the file and what it names.
    static func load(_ path: String) -> Outcome {
        var states = Fingerprints()
        states.add(path)
        do throws(WebConfigurationError) {
            let configuration = try WebConfiguration(text: text(path), file: path)
            for file in configuration.tls?.files ?? [] { states.add(file) }
            let policy = try WebPolicy(configuration, file: path)
            return .loaded(
                WebConfigurationFile(
                    path: path, policy: policy, configuration: configuration, states: states))
        } catch {
            return .broken(error, states)
        }
    }

    private static func text(_ path: String) throws(WebConfigurationError) -> String {
        do {
            return try FileText.contents(path, limit: largestFile)
        } catch {
            throw WebConfigurationError(
                file: path,
                error.problem(
                    wanted: "a file in exporter-toolkit's format",
                    tooLarge: "a web configuration; name the right file"))
        }
    }
}
