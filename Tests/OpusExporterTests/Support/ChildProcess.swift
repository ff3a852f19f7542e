import Foundation
import Synchronization

/// A program run to its end.
///
/// Foundation's own `Process` is not used: with several at once it now and then misses that one
/// has ended.
struct ChildProcess {
    struct End: Equatable {
        let status: Int32
        let output: String
        let errors: String
    }

    struct Failure: Error {
        let code: Int32
    }

    /// Held from making pipes to closing them to other children.
    private static let spawning = Mutex(())

    /// Runs a program to its end.
    ///
    /// The closure is given the process's id and what is on standard error so far, each time
    /// there is more of it.
    static func run(
        _ path: String, _ arguments: [String], _ environment: [String: String],
        _ body: (pid_t, String) -> Void
    ) async throws -> End {
        let variables = environment.map { "\($0)=\($1)" }
        let (child, output, errors) = try spawning.withLock { _ in
            let output = try Pipe()
            let errors = try Pipe()
            let child = try spawn(path, arguments, variables, output.writing, errors.writing)
            return (child, output, errors)
        }
        close(output.writing)
        close(errors.writing)
        let (parts, sender) = AsyncStream.makeStream(of: Part.self)
        Thread.detachNewThread {
            while let part = errors.read() { sender.yield(.errors(part)) }
            var said: [UInt8] = []
            while let part = output.read() { said += part }
            var status: Int32 = 0
            waitpid(child, &status, 0)
            sender.yield(.end(status: status, output: String(decoding: said, as: UTF8.self)))
        }
        var text = ""
        for await part in parts {
            switch part {
            case .errors(let bytes):
                text += String(decoding: bytes, as: UTF8.self)
                body(child, text)
            case .end(let status, let output):
                // As the shell does: the status, or 128 and the signal.
                let signal = status & 0x7F
                return End(
                    status: signal == 0 ? status >> 8 & 0xFF : 128 + signal, output: output,
                    errors: text)
            }
        }
        kill(child, SIGKILL)
        throw CancellationError()
    }

    private enum Part {
        case errors([UInt8])
        case end(status: Int32, output: String)
    }

    /// A pipe that other children do not inherit.
    private struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0 else { throw Failure(code: errno) }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            (reading, writing) = (ends[0], ends[1])
        }

        /// The next bytes; nil, and the pipe closed, where there are no more.
        func read() -> [UInt8]? {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = Foundation.read(reading, &bytes, bytes.count)
            guard count > 0 else {
                close(reading)
                return nil
            }
            return Array(bytes[..<count])
        }
    }

    private static func spawn(
        _ path: String, _ arguments: [String], _ environment: [String], _ output: Int32,
        _ errors: Int32
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO)
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup($0) }
        defer { (words + variables).forEach { free($0) } }
        var child = pid_t()
        let code = posix_spawn(&child, path, &actions, nil, words + [nil], variables + [nil])
        guard code == 0 else { throw Failure(code: code) }
        return child
    }
}
