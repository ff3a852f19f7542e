/// Runs commands on another machine.
public protocol RemoteShell: Sendable {
    /// Runs a command to its end.
    ///
    /// - Parameter command: the command's words. The other side may split them again, so no word
    ///   holds anything but what a shell takes as it is.
    /// - Returns: its output.
    /// - Throws: `RemoteShellError` where the command could not be started; `CancellationError`.
    func run(_ command: [String]) async throws -> RemoteOutput
}

/// What a command on another machine printed, and how it ended.
public struct RemoteOutput: Sendable, Equatable {
    /// The exit code.
    public var status: Int32
    /// Its standard output.
    public var output: String
    /// Its standard error.
    public var errors: String

    /// Makes an output.
    ///
    /// - Parameters:
    ///   - status: the exit code.
    ///   - output: its standard output.
    ///   - errors: its standard error.
    public init(status: Int32, output: String, errors: String) {
        self.status = status
        self.output = output
        self.errors = errors
    }
}

/// Why a command on another machine did not do what it was for.
public struct RemoteShellError: Error, Sendable, Equatable {
    /// The kinds of failure. The raw values are stable: they are fields in machine output.
    public enum Code: String, Sendable, CaseIterable {
        /// The ssh command can't be used.
        case configuration
        /// The other machine could not be reached, or did not let us in.
        case unreachable
        /// The other machine lacks the program.
        case notInstalled = "not_installed"
        /// The program failed.
        case failed
        /// The program's output is not what it should be.
        case malformedOutput = "malformed_output"
    }

    /// The kind of failure.
    public let code: Code
    /// A sentence for a person, with the program's own last words where it had any.
    public let message: String
    /// The exit code, where there was one.
    public let status: Int32?

    init(_ code: Code, _ message: String, status: Int32? = nil) {
        self.code = code
        self.message = message
        self.status = status
    }
}

extension RemoteShellError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
