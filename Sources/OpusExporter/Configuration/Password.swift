import LocalSystem
import OpusCore

/// Where the password comes from: a file, else the environment.
enum Password {
    static func read(_ settings: Settings) throws(ConfigurationError) -> Secret {
        if let file = settings.value(.passwordFile) {
            guard !file.text.isEmpty else {
                throw file.mistake("is empty: name a file that holds the password")
            }
            return Secret(try text(of: file.text, origin: file.origin))
        }
        if let password = settings.password { return Secret(password) }
        if let server = settings.server {
            throw ConfigurationError(
                .configuration,
                "\(server.origin): the server has no 'password-file': add 'password-file: FILE'")
        }
        throw .usage(
            "the password is missing: give \(ExporterOption.passwordFile.argument) FILE, or set"
                + " \(ExporterOption.passwordFile.variable) or \(Settings.passwordVariable)")
    }

    private static func text(
        of path: String, origin: String
    ) throws(ConfigurationError) -> String {
        let contents: String
        do {
            contents = try FileText.contents(path, limit: PasswordText.longest)
        } catch {
            throw ConfigurationError(.configuration, unreadable(path, origin, error))
        }
        do {
            return try PasswordText.only(contents)
        } catch {
            let subject = "\(origin): the file \(path)"
            let problem =
                switch error {
                case .empty: "is empty; write the password into it"
                case .severalLines: "has more than one line; it must hold the password alone"
                }
            throw ConfigurationError(.configuration, "\(subject) \(problem)")
        }
    }

    private static func unreadable(
        _ path: String, _ origin: String, _ failure: FileText.Failure
    ) -> String {
        let subject = "\(origin): the file \(path)"
        return switch failure {
        case .directory:
            "\(subject) is a directory; name a file that holds the password"
        case .noFile:
            "\(subject) is no regular file; name a file that holds the password"
        case .tooLarge:
            "\(subject) is too large for a password; name a file that holds the password alone"
        case .notUTF8:
            "\(subject) is not UTF-8 text; save the password as UTF-8"
        case .system:
            "\(subject) can't be read (\(failure.reason)); create it, or let the exporter's user read it"
        }
    }
}
