public import Foundation
import Subprocess

/// A process that a test started, with its output as it comes.
public struct ChildProcess: Sendable {
    /// Lines of standard output and standard error together, in the order in which they arrive.
    public let lines: AsyncStream<String>
    /// Its process id.
    public let id: Int32
    private let send: @Sendable (Signal) -> Void

    /// The next line that has a text in it.
    ///
    /// - Throws: `EndedEarly` where the process ends before.
    public func line(containing text: String) async throws -> String {
        var seen: [String] = []
        for await line in lines {
            if line.contains(text) { return line }
            seen.append(line)
        }
        throw EndedEarly(awaited: text, output: seen)
    }

    /// Waits until a server says where it listens.
    ///
    /// - Returns: the URL, without a path, and its port.
    /// - Throws: `EndedEarly` where the process ends before.
    public func listening() async throws -> (url: String, port: Int) {
        while true {
            let line = try await line(containing: "listening")
            guard let match = line.firstMatch(of: /https?:\/\/[^\s"]*:(\d+)/) else { continue }
            return (String(match.0), Int(match.1) ?? 0)
        }
    }

    /// Tells the process to end (SIGTERM), by its own pid.
    public func terminate() { send(.terminate) }

    /// Interrupts the process (SIGINT), by its own pid.
    public func interrupt() { send(.interrupt) }

    /// Tells the process to read its configuration anew (SIGHUP), by its own pid.
    public func hangUp() { send(.terminalClosed) }

    /// A process ended before it printed what was waited for.
    public struct EndedEarly: Error {
        /// What was waited for.
        public let awaited: String
        /// What it printed instead.
        public let output: [String]
    }

    /// What came of a process.
    public struct End<Value: Sendable>: Sendable {
        /// What the body returned.
        public let value: Value
        /// Its exit status: as in a shell, 128 and the signal's number where a signal ended it.
        public let status: Int32
        /// All lines of standard output.
        public let output: [String]
        /// All lines of standard error.
        public let errors: [String]
    }

    /// Runs a process for as long as a body runs, then ends it and waits for its end.
    ///
    /// - Parameters:
    ///   - executable: its path.
    ///   - arguments: its arguments.
    ///   - environment: its whole environment.
    ///   - body: uses it.
    /// - Returns: what the body returns, and how the process ended.
    /// - Throws: what the body throws, or where the process can't be started.
    public static func run<Value: Sendable>(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:],
        _ body: @Sendable (ChildProcess) async throws -> Value
    ) async throws -> End<Value> {
        let result = try await Subprocess.run(
            .path(.init(executable.path)), arguments: Arguments(arguments),
            environment: custom(environment), input: .none, output: .sequence, error: .sequence
        ) { execution in
            let (lines, line) = AsyncStream.makeStream(of: String.self)
            let child = ChildProcess(
                lines: lines, id: execution.processIdentifier.value,
                // It may have ended by itself, which is no fault of the test's.
                send: { try? execution.send(signal: $0) })
            async let texts = read(execution.standardOutput, execution.standardError, line)
            let outcome: Result<Value, any Error>
            do {
                outcome = .success(try await body(child))
            } catch {
                outcome = .failure(error)
            }
            child.terminate()
            // Its last words are read, so that it is not stuck with them.
            let (output, errors) = try await texts
            return (try outcome.get(), output, errors)
        }
        let (value, output, errors) = result.closureResult
        return End(
            value: value, status: status(result.terminationStatus), output: output, errors: errors)
    }

    /// Runs an executable of this package for as long as a body runs.
    public static func run<Value: Sendable>(
        _ product: String, _ arguments: [String], environment: [String: String] = [:],
        _ body: @Sendable (ChildProcess) async throws -> Value
    ) async throws -> End<Value> {
        try await run(Self.product(product), arguments, environment: environment, body)
    }

    /// Runs an executable of this package to its end by itself.
    public static func run(
        _ product: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> End<Void> {
        try await run(Self.product(product), arguments, environment: environment)
    }

    /// Runs a process to its end by itself.
    ///
    /// - Parameters:
    ///   - executable: its path.
    ///   - arguments: its arguments.
    ///   - environment: its whole environment.
    /// - Returns: how it ended.
    /// - Throws: where the process can't be started.
    public static func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> End<Void> {
        try await run(executable, arguments, environment: environment) { child in
            for await _ in child.lines {}
        }
    }

    /// What a process that ended by itself wrote, as it is.
    public struct Outcome: Sendable {
        /// Its exit status, as of `End`.
        public let status: Int32
        /// All of standard output.
        public let output: String
        /// All of standard error.
        public let errors: String
    }

    /// Runs a process to its end by itself, and keeps all that it writes as it is.
    ///
    /// - Parameters:
    ///   - executable: its path.
    ///   - arguments: its arguments.
    ///   - environment: its whole environment.
    ///   - input: what it reads from standard input, to the end.
    ///   - meanwhile: done while it runs, given its id.
    /// - Returns: how it ended.
    /// - Throws: what `meanwhile` throws, or where the process can't be started.
    public static func outcome(
        of executable: URL, _ arguments: [String], environment: [String: String] = [:],
        input: String = "", meanwhile: (Int32) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        let result = try await Subprocess.run(
            .path(.init(executable.path)), arguments: Arguments(arguments),
            environment: custom(environment), input: .inputWriter, output: .sequence,
            error: .sequence
        ) { execution in
            async let output = text(of: execution.standardOutput)
            async let errors = text(of: execution.standardError)
            // It may have ended without having read any of it.
            if !input.isEmpty { _ = try? await execution.standardInputWriter.write(input) }
            try? await execution.standardInputWriter.finish()
            do {
                try await meanwhile(execution.processIdentifier.value)
            } catch {
                try? execution.send(signal: .terminate)
                throw error
            }
            return (try await output, try await errors)
        }
        return Outcome(
            status: status(result.terminationStatus), output: result.closureResult.0,
            errors: result.closureResult.1)
    }

    private static func text(of sequence: SubprocessOutputSequence) async throws -> String {
        var bytes: [UInt8] = []
        for try await buffer in sequence {
            buffer.withUnsafeBytes { bytes.append(contentsOf: $0) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func custom(_ variables: [String: String]) -> Environment {
        let variables = variables.map { (Environment.Key(stringLiteral: $0), $1) }
        return .custom(Dictionary(uniqueKeysWithValues: variables))
    }

    private static func status(_ status: TerminationStatus) -> Int32 {
        switch status {
        case .exited(let code): code
        case .signaled(let signal): 128 + signal
        }
    }

    private static func read(
        _ output: SubprocessOutputSequence, _ errors: SubprocessOutputSequence,
        _ line: AsyncStream<String>.Continuation
    ) async throws -> (output: [String], errors: [String]) {
        defer { line.finish() }
        async let outputLines = read(output, line)
        async let errorLines = read(errors, line)
        return (try await outputLines, try await errorLines)
    }

    private static func read(
        _ sequence: SubprocessOutputSequence, _ line: AsyncStream<String>.Continuation
    ) async throws -> [String] {
        var lines: [String] = []
        for try await text in sequence.strings() where !text.isEmpty {
            let text = text.trimmingCharacters(in: .newlines)
            lines.append(text)
            line.yield(text)
        }
        return lines
    }

    /// An executable of this package, which is built beside the tests.
    ///
    /// - Parameter name: its name.
    /// - Returns: its path.
    public static func product(_ name: String) -> URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name)
    }
}
