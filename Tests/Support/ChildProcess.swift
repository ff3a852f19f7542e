public import Foundation

/// A process that a test started, with its output as it comes.
public struct ChildProcess: Sendable {
    /// Lines of standard output and standard error together, in the order in which they arrive.
    public let lines: AsyncStream<String>
    private let process: Handle

    /// `Process` may be told to end from any thread; nothing else is asked of it here.
    private struct Handle: @unchecked Sendable {
        let process: Process
    }

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

    /// Tells the process to end (SIGTERM), by its own pid.
    public func terminate() { process.process.terminate() }

    /// A process ended before it printed what was waited for.
    public struct EndedEarly: Error {
        /// What was waited for.
        public let awaited: String
        /// What it printed instead.
        public let output: [String]
    }

    /// Runs a process for as long as a body runs, then ends it and waits for its end.
    ///
    /// - Parameters:
    ///   - executable: its path.
    ///   - arguments: its arguments.
    ///   - environment: its whole environment.
    ///   - isolation: where the body runs.
    ///   - body: uses it.
    /// - Returns: what the body returns, and the process's exit status.
    /// - Throws: what the body throws, or where the process can't be started.
    public static func run<Value: Sendable>(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:],
        isolation: isolated (any Actor)? = #isolation,
        _ body: (ChildProcess) async throws -> Value
    ) async throws -> (value: Value, status: Int32) {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        let (lines, line) = AsyncStream.makeStream(of: String.self)
        let buffer = LineBuffer()
        pipe.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            for text in buffer.add(data) { line.yield(text) }
            guard data.isEmpty else { return }
            handle.readabilityHandler = nil
            line.finish()
        }
        let (ends, end) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            end.yield($0.terminationStatus)
            end.finish()
        }
        try process.run()
        let child = ChildProcess(lines: lines, process: Handle(process: process))
        do {
            let value = try await body(child)
            child.terminate()
            return (value, await ends.first { _ in true } ?? -1)
        } catch {
            child.terminate()
            _ = await ends.first { _ in true }
            throw error
        }
    }

    /// An executable of this package, which is built beside the tests.
    public static func product(_ name: String) -> URL {
        URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent().appending(path: name)
    }
}

/// Splits what arrives into lines. Foundation calls the handler that uses it on one queue.
private final class LineBuffer: @unchecked Sendable {
    private var rest = ""

    func add(_ data: Data) -> [String] {
        rest += String(decoding: data, as: UTF8.self)
        var lines = rest.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        rest = data.isEmpty ? "" : lines.removeLast()
        return lines.filter { !$0.isEmpty }
    }
}
