import ArgumentParser
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct DoctorCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "What is wrong between here and the server, and how to mend it.",
        usage: "opus doctor [<options>]",
        discussion: "Checks the settings, the connection, the certificate, the login, the rights, "
            + "the server's version and its clock.")

    /// Clocks this near are the same for every purpose of opus.
    private static let toleratedSeconds = 60

    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// One line of the report.
    private struct Finding {
        let check: String
        let isGood: Bool
        let told: String
    }

    func perform() async throws -> ExitStatus {
        let environment = Environment.current()
        let console = Console(output, environment)
        var findings: [Finding] = []
        var status = ExitStatus.done
        do {
            try await examine(environment, console, &findings)
        } catch {
            let failure = CommandFailure(error)
            status = failure.status
            let checks = ["settings", "connection", "login", "rights"]
            let check = checks[min(findings.count, checks.count - 1)]
            findings.append(Finding(check: check, isGood: false, told: failure.message))
        }
        let columns = [
            Column("check", "CHECK"), Column("result", "RESULT"), Column("told", "DETAILS"),
        ]
        let rows: [[Cell]] = findings.map { finding in
            let result = finding.isGood ? "ok" : "wrong"
            return [
                .text(finding.check), .text(result, style: finding.isGood ? .good : .bad),
                .text(finding.told),
            ]
        }
        try console.show(.table(Table(columns, rows)))
        let isWell = findings.allSatisfy(\.isGood)
        return status == .done && !isWell ? .partial : status
    }

    private func examine(
        _ environment: Environment, _ console: Console, _ findings: inout [Finding]
    ) async throws {
        let connection = try ConnectionResolver(environment).resolve(self.connection)
        let password = try PasswordReader(environment: environment, mayAsk: console.mayAsk)
            .read(connection)
        findings.append(
            Finding(
                check: "settings", isGood: true,
                told: "\(connection.url) as \(connection.username), from \(connection.origin)"))
        _ = try await ServerAuthority.certificate(of: connection.url, trust: connection.trust)
        let isVerified = connection.trust != .insecure
        findings.append(
            Finding(
                check: "connection", isGood: isVerified,
                told: isVerified
                    ? "the server answers, and is trusted"
                    : "the server answers, but its certificate is not verified: leave --insecure"
                        + " out, and run `opus trust \(connection.url)`"))
        let opus = try Opus(
            server: ServerConfiguration(
                url: connection.url, username: connection.username, password: password,
                trust: connection.trust))
        let check: ServerCheck
        do {
            check = try await opus.check()
            await opus.shutdown()
        } catch {
            await opus.shutdown()
            throw error
        }
        findings.append(
            Finding(
                check: "login", isGood: true,
                told: "the server is opsi \(check.version ?? "of an unknown version")"))
        guard check.isAdministrator else {
            throw CommandFailure(
                .denied,
                "\(connection.username) is no opsi administrator and sees no fleet: add the user"
                    + " to the server's group of administrators")
        }
        findings.append(
            Finding(
                check: "rights", isGood: !check.isReadOnly,
                told: check.isReadOnly
                    ? "\(connection.username) is an administrator and in the group of read-only"
                        + " users: opus shows it everything, and acts for it on nothing"
                    : "\(connection.username) is an administrator"))
        let difference = check.serverTime - time(nil)
        findings.append(
            Finding(
                check: "clock", isGood: abs(difference) <= Self.toleratedSeconds,
                told: abs(difference) <= Self.toleratedSeconds
                    ? "the server's clock is right"
                    : "the server's clock is \(abs(difference)) s "
                        + (difference > 0 ? "ahead of" : "behind")
                        + " this machine's: let both ask a time server"))
    }
}
