import Subprocess

/// Runs commands over ssh, by the user's own ssh command.
///
/// The command never asks for anything (`BatchMode=yes`): without a key that lets us in, and
/// without a host key that is known, it fails.
public struct SSHShell: RemoteShell {
    /// More output than any updater prints.
    private static let outputLimit = 16 * 1024 * 1024
    /// How long a command that is told to end may take, before it is ended.
    private static let patience = Duration.seconds(10)

    private let words: [String]

    /// Prepares an ssh command.
    ///
    /// - Parameter command: its words, the destination last, such as `["ssh", "root@depot"]`.
    /// - Throws: `RemoteShellError` where there are less than two words, or an empty one.
    public init(command: [String]) throws(RemoteShellError) {
        guard command.count >= 2, !command.contains(where: \.isEmpty),
            let destination = command.last, !destination.hasPrefix("-")
        else {
            throw RemoteShellError(
                .configuration,
                "the ssh command needs a program and a destination, such as: ssh root@depot")
        }
        words = command
    }

    /// Runs a command to its end; it is ended where the task is cancelled.
    ///
    /// - Parameter command: the command's words.
    /// - Returns: its output.
    /// - Throws: `RemoteShellError` where ssh could not be started; `CancellationError`.
    public func run(_ command: [String]) async throws -> RemoteOutput {
        // ssh takes the first value that it is given for an option; another program may start it.
        let ssh = words.firstIndex { $0.split(separator: "/").last == "ssh" } ?? 0
        var arguments = Array(words.dropFirst())
        arguments.insert(contentsOf: ["-o", "BatchMode=yes"], at: ssh)
        arguments += command
        var options = PlatformOptions()
        options.teardownSequence = [
            .send(signal: .terminate, allowedDurationToNextStep: Self.patience)
        ]
        do {
            let end = try await Subprocess.run(
                Self.executable(words[0]), arguments: Arguments(arguments),
                platformOptions: options, input: .none, output: .sequence, error: .sequence
            ) { execution in
                async let output = Self.text(of: execution.standardOutput)
                async let errors = Self.text(of: execution.standardError)
                return try await (output: output, errors: errors)
            }
            try Task.checkCancellation()
            let texts = end.closureResult
            return RemoteOutput(
                status: Self.status(end.terminationStatus), output: texts.output,
                errors: texts.errors)
        } catch let error as SubprocessError {
            try Task.checkCancellation()
            throw Self.failure(error, program: words[0])
        }
    }

    /// A program by its path, or by its name along `PATH`.
    private static func executable(_ name: String) -> Executable {
        name.contains("/") ? .path(.init(name)) : .name(name)
    }

    private static func failure(_ error: SubprocessError, program: String) -> RemoteShellError {
        guard error.code == .executableNotFound else {
            return RemoteShellError(.configuration, "\(program) can't be started")
        }
        return RemoteShellError(
            .configuration,
            program.contains("/")
                ? "\(program) is no program" : "there is no program \(program) in PATH")
    }

    /// As in a shell: 128 and the signal's number where a signal ended it.
    private static func status(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    /// Everything is read, so that the command is not stuck with it; what is too much is dropped.
    private static func text(of output: SubprocessOutputSequence) async throws -> String {
        var bytes: [UInt8] = []
        for try await part in output where bytes.count < outputLimit {
            part.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
