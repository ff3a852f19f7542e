import Foundation

/// Runs commands over ssh, by the user's own ssh command.
///
/// The command never asks for anything (`BatchMode=yes`): without a key that lets us in, and
/// without a host key that is known, it fails.
public struct SSHShell: RemoteShell {
    /// More output than any updater prints.
    private static let outputLimit = 16 * 1024 * 1024

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
        let process = Process()
        process.executableURL = try Self.executable(words[0])
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { process in
            end.yield(process.terminationStatus)
            end.finish()
        }
        let child = Child(process: process)
        guard await child.start() else {
            throw RemoteShellError(.configuration, "\(words[0]) can't be started")
        }
        return try await withTaskCancellationHandler {
            async let outputText = Self.text(of: output)
            async let errorText = Self.text(of: errors)
            let texts = (await outputText, await errorText)
            var status: Int32 = -1
            // Not to be left by cancellation: the process is told to end, and its end comes.
            for await code in ends { status = code }
            try Task.checkCancellation()
            return RemoteOutput(status: status, output: texts.0, errors: texts.1)
        } onCancel: {
            child.terminate()
        }
    }

    /// A program by its path, or by its name along `PATH`.
    private static func executable(_ name: String) throws(RemoteShellError) -> URL {
        let files = FileManager.default
        if name.contains("/") {
            guard files.isExecutableFile(atPath: name) else {
                throw RemoteShellError(.configuration, "\(name) is no program")
            }
            return URL(fileURLWithPath: name)
        }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        for folder in path.split(separator: ":") {
            let candidate = "\(folder)/\(name)"
            if files.isExecutableFile(atPath: candidate) { return URL(fileURLWithPath: candidate) }
        }
        throw RemoteShellError(.configuration, "there is no program \(name) in PATH")
    }

    private static func text(of pipe: Pipe) async -> String {
        await withCheckedContinuation { continuation in
            // Reading waits, which has no place on the few threads that tasks share, nor on those
            // of Dispatch, which are the same.
            Thread.detachNewThread {
                var data = Data()
                while let part = try? pipe.fileHandleForReading.read(upToCount: 65_536),
                    !part.isEmpty
                {
                    if data.count < outputLimit { data.append(part) }
                }
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }

    /// `Process` may be told to end from any thread, and is started by one thread before.
    private struct Child: @unchecked Sendable {
        let process: Process

        /// Starts the process, and says whether that worked.
        func start() async -> Bool {
            await withCheckedContinuation { continuation in
                // A process starts with the signals blocked that its parent's thread blocks, and
                // the threads of tasks block nearly all: it could be ended by neither us nor
                // Ctrl-C.
                Thread.detachNewThread {
                    var none = sigset_t()
                    sigemptyset(&none)
                    pthread_sigmask(SIG_SETMASK, &none, nil)
                    continuation.resume(returning: (try? process.run()) != nil)
                }
            }
        }

        func terminate() { process.terminate() }
    }
}
