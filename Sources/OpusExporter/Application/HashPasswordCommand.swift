import ArgumentParser
import ExporterToolkit
import LocalSystem

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Makes the hash of a password for the web configuration, as not everybody has `htpasswd`.
struct HashPasswordCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hash-password",
        abstract: "Make the bcrypt hash of a password, for basic_auth_users of --web.config.file.",
        discussion: """
            The password is asked for on the terminal, twice; without a terminal it is the only line \
            of standard input. The hash goes to standard output.
            """)

    func run() throws {
        let password = isatty(STDIN_FILENO) != 0 ? try typed() : try piped()
        guard let hash = PasswordHash.bcrypt(password) else {
            throw end("bcrypt takes passwords of 1 to \(PasswordHash.longest) bytes")
        }
        print(hash)
    }

    private func typed() throws -> String {
        let first = hidden("Password: ")
        guard first == hidden("Again: ") else { throw end("the two differ; try again") }
        return first
    }

    private func hidden(_ prompt: String) -> String {
        getpass(prompt).map { String(cString: $0) } ?? ""
    }

    private func piped() throws -> String {
        do {
            return try PasswordText.only(
                FileText.contents("/dev/stdin", limit: PasswordText.longest))
        } catch let failure as PasswordText.Failure {
            throw end(
                failure == .empty
                    ? "there is no password on standard input"
                    : "standard input has more than one line; give the password alone")
        } catch let failure as FileText.Failure {
            throw end("standard input can't be read: \(failure.reason)")
        }
    }

    private func end(_ message: String) -> ExitCode {
        StandardError.write(line: "opus-exporter: \(message)")
        return ExitCode(ExitStatus.usage.rawValue)
    }
}
