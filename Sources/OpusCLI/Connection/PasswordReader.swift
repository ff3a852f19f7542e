import LocalSystem
import OpusCore

/// Gets the password from where the settings say.
struct PasswordReader {
    let environment: Environment
    let mayAsk: Bool

    /// Reads the password, and asks for a one-time code where one is needed.
    ///
    /// opsi takes six digits at the end of a password for a code unless one comes by itself. A
    /// file holds no code, which would be old within the minute, so one that is none goes along.
    func read(_ connection: Connection) throws(CommandFailure) -> Credentials {
        let password = try self.password(connection)
        if connection.needsCode {
            return Credentials(password: password, oneTimeCode: Secret(try code()))
        }
        guard case .file = connection.password, LoginHint.endsInCode(password) else {
            return Credentials(password: password)
        }
        return Credentials(password: password, oneTimeCode: LoginHint.noCode)
    }

    private func password(_ connection: Connection) throws(CommandFailure) -> Secret {
        switch connection.password {
        case .known(let secret): return secret
        case .file(let path, let origin):
            do {
                return try Self.only(
                    FileText.contents(environment.expanded(path), limit: PasswordText.longest),
                    source: "\(origin): the file \(path)")
            } catch let failure as FileText.Failure {
                throw .usage("\(origin): the file \(path) can't be read: \(failure.reason)")
            } catch {
                throw CommandFailure(error)
            }
        case .command(let words, let origin):
            return try Self.only(
                try ChildCommand.output(words, origin: origin, limit: PasswordText.longest),
                source: "\(origin): what '\(words[0])' printed")
        case .ask:
            guard mayAsk else {
                throw .usage(
                    "the password of \(connection.username) is missing and nobody can be asked:"
                        + " give --password-file FILE, or, without --context, set"
                        + " OPUS_PASSWORD_FILE or OPUS_PASSWORD")
            }
            let prompt = "Password of \(connection.username) at \(connection.url): "
            return Secret(try HiddenPrompt.read(prompt))
        }
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
    private static func only(_ text: String, source: String) throws(CommandFailure) -> Secret {
        do {
            return Secret(try PasswordText.only(text))
        } catch {
            switch error {
            case .empty: throw .usage("\(source) is empty; it must be the password")
            case .severalLines:
                throw .usage("\(source) has more than one line; it must be the password alone")
            }
        }
    }
}
