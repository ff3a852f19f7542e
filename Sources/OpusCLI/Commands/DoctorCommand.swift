import ArgumentParser
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

struct DoctorCommand: OpusVerb {
    static let configuration = CommandConfiguration(
        "doctor", "What is wrong between here and the server, and how to mend it.",
        usage: "opus doctor [<options>]",
        discussion: """
            Checks the settings, the account, the connection, the certificate, the login, the \
            rights, the server's version, its clock, and times that can't be.
            """,
        examples: """
            opus doctor
            opus doctor --server https://opsi.example.org:4447 --username admin
            """)

    @OptionGroup(title: "Server") var connection: ConnectionOptions
    @OptionGroup(title: "Output") var output: OutputOptions

    /// What has been found, and what is being looked at.
    private struct Report {
        var findings: [Finding] = []
        var check = "settings"
    }

    func perform() async throws -> ExitStatus {
        let environment = Environment.current()
        let console = Console(output, environment)
        var report = Report()
        var status = ExitStatus.done
        do {
            try await examine(environment, console, &report)
        } catch {
            let failure = CommandFailure(error)
            status = failure.status
            report.findings.append(Finding(report.check, .wrong, failure.message))
        }
        let columns = [
            Column("check", "CHECK"), Column("result", "RESULT"),
            Column("told", "DETAILS", fit: .prose),
        ]
        try console.show(.table(Table(columns, report.findings.map(\.cells))))
        let isWell = report.findings.allSatisfy { $0.result != .wrong }
        return status == .done && !isWell ? .partial : status
    }

    private func examine(
        _ environment: Environment, _ console: Console, _ report: inout Report
    ) async throws {
        let connection = try ConnectionResolver(environment).resolve(self.connection)
        let credentials = try PasswordReader(environment: environment, mayAsk: console.mayAsk)
            .read(connection)
        report.findings.append(
            Finding(
                "settings",
                "\(connection.url) as \(connection.username), from \(connection.origin)"))
        report.findings += [
            Finding.passwordFile(connection, environment), Finding.proxy(environment),
        ].compactMap(\.self)
        report.check = "connection"
        let answer = try await ServerAuthority.answer(
            of: connection.url, trust: connection.trust,
            clientCertificate: connection.clientCertificate)
        report.findings.append(Self.connected(connection))
        if let certificate = answer.serverCertificate {
            report.findings.append(.certificate(certificate, now: time(nil)))
        }
        report.check = "account"
        let account = Finding.account(connection, credentials)
        if let wrong = account.first(where: { $0.result == .wrong }) {
            // It can't succeed, and each failed login counts against this machine's address.
            throw CommandFailure(.denied, wrong.told)
        }
        report.findings += account
        if let finding = try Finding.clientCertificate(connection) {
            report.findings.append(finding)
        }
        report.check = "login"
        try await logIn(connection.configuration(credentials), &report)
    }

    private static func connected(_ connection: Connection) -> Finding {
        connection.trust != .insecure
            ? Finding("connection", "the server answers, and is trusted")
            : Finding(
                "connection", .wrong,
                "the server answers, but its certificate is not verified: leave --insecure out,"
                    + " and run `opus trust \(connection.url)`")
    }

    private func logIn(
        _ configuration: ServerConfiguration, _ report: inout Report
    ) async throws {
        let opus = try Opus(server: configuration)
        let check: ServerCheck
        do {
            check = try await opus.check()
            await opus.shutdown()
        } catch {
            await opus.shutdown()
            throw Self.refused(error, configuration)
        }
        report.findings.append(
            Finding("login", "the server is opsi \(check.version ?? "of an unknown version")"))
        report.check = "rights"
        let rights = Finding.rights(check, configuration.username)
        guard rights.result != .wrong else { throw CommandFailure(.denied, rights.told) }
        report.findings.append(rights)
        if let serverTime = check.serverTime {
            report.findings.append(Self.clock(serverTime - time(nil)))
        }
        if let finding = Finding.times(check) { report.findings.append(finding) }
    }

    /// What else a refused login may lack.
    private static func refused(
        _ error: any Error, _ configuration: ServerConfiguration
    ) -> any Error {
        guard (error as? ServerError)?.code == .authentication,
            configuration.clientCertificate == nil
        else { return error }
        let failure = CommandFailure(error)
        return CommandFailure(
            failure.status,
            "\(failure.message); and --client-cert-file where opsi asks users for a certificate"
                + " (client-cert-auth)")
    }

    private static func clock(_ difference: Int) -> Finding {
        abs(difference) <= ServerCheck.toleratedSeconds
            ? Finding("clock", "the server's clock is right")
            : Finding(
                "clock", .wrong,
                "the server's clock is \(abs(difference)) s "
                    + (difference > 0 ? "ahead of" : "behind")
                    + " this machine's: let both ask a time server")
    }
}
