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
        func failure(_ problem: String) -> ConfigurationError {
            ConfigurationError(.configuration, "\(origin): the file \(path) \(problem)")
        }
        let contents: String
        do {
            contents = try FileText.contents(path, limit: PasswordText.longest)
        } catch {
            throw failure(
                error.problem(
                    wanted: "a file that holds the password",
                    tooLarge: "a password; name a file that holds the password alone",
                    noText: "is not UTF-8 text; save the password as UTF-8"))
        }
        do {
            return try PasswordText.only(contents)
        } catch {
            switch error {
            case .empty: throw failure("is empty; write the password into it")
            case .severalLines:
                throw failure("has more than one line; it must hold the password alone")
            }
        }
    }
}
