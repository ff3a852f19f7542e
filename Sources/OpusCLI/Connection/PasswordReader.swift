import LocalSystem
import OpusCore

/// Gets the password from where the settings say.
struct PasswordReader {
    let environment: Environment
    let mayAsk: Bool

    func read(_ connection: Connection) throws(CommandFailure) -> Secret {
        let password: String
        switch connection.password {
        case .known(let secret):
            guard connection.needsCode else { return secret }
            return secret.appending(try code())
        case .file(let path, let origin):
            do {
                password = try Self.only(
                    FileText.contents(environment.expanded(path), limit: PasswordText.longest),
                    source: "\(origin): the file \(path)")
            } catch let failure as FileText.Failure {
                throw .usage("\(origin): the file \(path) can't be read: \(failure.reason)")
            } catch {
                throw CommandFailure(error)
            }
        case .command(let words, let origin):
            password = try Self.only(
                try ChildCommand.output(words, origin: origin, limit: PasswordText.longest),
                source: "\(origin): what '\(words[0])' printed")
        case .ask:
            guard mayAsk else {
                throw .usage(
                    "the password of \(connection.username) is missing and nobody can be asked:"
                        + " give --password-file FILE, or set OPUS_PASSWORD_FILE or OPUS_PASSWORD")
            }
            let prompt = "Password of \(connection.username) at \(connection.url): "
            password = try HiddenPrompt.read(prompt)
        }
        return Secret(password + (connection.needsCode ? try code() : ""))
    }

    private func code() throws(CommandFailure) -> String {
        guard mayAsk else {
            throw .usage(
                "a one-time code is needed and nobody can be asked: run opus in a terminal")
        }
        let code = try HiddenPrompt.read("One-time code: ").filter { !$0.isWhitespace }
        guard !code.isEmpty, code.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw .usage("a one-time code consists of digits")
        }
        return code
    }

    /// The one line of a text.
    private static func only(_ text: String, source: String) throws(CommandFailure) -> String {
        do {
            return try PasswordText.only(text)
        } catch {
            switch error {
            case .empty: throw .usage("\(source) is empty; it must be the password")
            case .severalLines:
                throw .usage("\(source) has more than one line; it must be the password alone")
            }
        }
    }
}
