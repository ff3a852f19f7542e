import ArgumentParser
import Dispatch
import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Runs `opus` with this process's arguments and environment, and ends the process.
public func runOpus() -> Never {
    let command = requestedCommand()
    // Help and version have been told by now: what asks no server waits for no other thread.
    Task {
        do {
            exit(try await command.perform().rawValue)
        } catch {
            let failure = CommandFailure(error)
            Console.problem(failure.message)
            exit(failure.status.rawValue)
        }
    }
    dispatchMain()
}

/// The command that the arguments name; where they name none, or want to be told something, the
/// process ends here.
private func requestedCommand() -> any OpusVerb {
    if let option = ProcessArguments.optionWithoutValue() {
        Console.problem("\(option)= has no value: write one behind it, or leave the option out")
        exit(ExitStatus.usage.rawValue)
    }
    do {
        let words = Array(CommandLine.arguments.dropFirst())
        if let script = CompletionScript.requested(by: words) {
            exit(StandardStream.output.write(script) ? 0 : ExitStatus.badData.rawValue)
        }
        var parsed = try OpusCommand.parseAsRoot(CommandWords(OpusCommand.self).resolved(words))
        guard let verb = parsed as? any OpusVerb else {
            // Help, version and completions, which the argument parser brings along.
            try parsed.run()
            exit(ExitStatus.done.rawValue)
        }
        return verb
    } catch let failure as CommandFailure {
        Console.problem(failure.message)
        exit(failure.status.rawValue)
    } catch {
        let status = OpusCommand.exitCode(for: error)
        let message = OpusCommand.fullMessage(for: error)
        guard !status.isSuccess else {
            exit(StandardStream.output.write(HelpText.ordered(message)) ? 0 : 1)
        }
        StandardStream.error.write(ParserMessage.improved(message) + "\n")
        exit(status.rawValue)
    }
}

struct OpusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "opus",
        abstract: "See which PCs of an opsi fleet failed, select them, fix them.",
        discussion: """
            The server and the user come from arguments, else from the environment, else from \
            the configuration file, else from what opsi-cli or the opsi server itself is \
            configured with. Data goes to standard output, all else to standard error. `opus \
            <command> --help` tells of one command, `opus help targets` of how clients are \
            selected, and `opus help output` of what is printed.

            Examples:
              opus doctor
              opus status
              opus failed 'pc-*' --since 2d
              opus retry 'pc-* and state:failed' --dry-run

            Environment:
              OPUS_SERVER         the opsi server, as https://HOST:4447
              OPUS_USERNAME       the user name there
              OPUS_PASSWORD_FILE  the file that holds the password
              OPUS_PASSWORD       the password itself, where there is no such file
              OPUS_CA_FILE        the server's CA certificate
              OPUS_INSECURE       true: the certificate is not verified
              OPUS_CONFIG         the configuration file
              NO_COLOR            no colours, whatever the terminal can do

            Files:
              ~/.config/opus/config.yaml  servers by name, for --context
              ~/.config/opus/ca/          CA certificates that `opus trust` stored
              ~/.cache/opus/              names for completion, for some minutes; what logs told

            \(ExitStatus.help)
            """,
        version: OpusVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "See",
                subcommands: [
                    StatusCommand.self, ClientsCommand.self, ClientCommand.self,
                    FailedCommand.self, WhyCommand.self, LogCommand.self, WatchCommand.self,
                    ProductsCommand.self, ProductCommand.self,
                    GroupsCommand.self, GroupCommand.self, ProductGroupsCommand.self,
                    DepotsCommand.self, SoftwareCommand.self, OSVersionCommand.self,
                    MigratableCommand.self, UnpackagedCommand.self,
                ]),
            CommandGroup(
                name: "Fix",
                subcommands: [
                    InstallCommand.self, UninstallCommand.self, UpdateCommand.self,
                    RetryCommand.self, SetInstalledCommand.self, SetUninstalledCommand.self,
                    SetSetupCommand.self, CancelCommand.self, OnDemandCommand.self,
                    RebootCommand.self, ShutdownCommand.self, WakeCommand.self, PopupCommand.self,
                    MigrateCommand.self, DepotCommand.self, RolloutCommand.self,
                ]),
            CommandGroup(
                name: "Set up",
                subcommands: [
                    DoctorCommand.self, TrustCommand.self, RefreshNamesCommand.self,
                    TargetsTopic.self, OutputTopic.self,
                ]),
        ])
}
