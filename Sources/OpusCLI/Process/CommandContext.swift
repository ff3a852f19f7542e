import ArgumentParser
import OpusCore

/// What every command has at hand: where it speaks, and the server it speaks of.
struct CommandContext: Sendable {
    let console: Console
    let environment: Environment
    let opus: Opus
    /// How the server was found.
    let connection: Connection

    /// The server's address, as it was given.
    var server: String { connection.url }

    /// The id of the one client that is named by its id or its short name.
    func client(named name: String) async throws -> ObjectID {
        // A selection has at least one.
        try await opus.select(.client(named: name)).ids[0]
    }
}

/// A command of `opus`.
protocol OpusVerb: ParsableCommand {
    /// Does the work.
    ///
    /// - Returns: how the process ends.
    func perform() async throws -> ExitStatus
}

/// A command that talks to a server.
protocol ServerCommand: OpusVerb {
    var connection: ConnectionOptions { get }
    var output: OutputOptions { get }
    /// Whether it takes a moment, so that what is read once may be kept.
    var readsOnce: Bool { get }

    /// Does the work with a server that is not shut down before this returns.
    ///
    /// - Returns: how the process ends.
    func run(_ context: CommandContext) async throws -> ExitStatus
}

extension ServerCommand {
    var readsOnce: Bool { true }

    func perform() async throws -> ExitStatus { try await performWithServer() }

    /// Connects, works, and ends the session whatever happens.
    func performWithServer() async throws -> ExitStatus {
        let environment = Environment.current()
        let console = Console(output, environment)
        let connection = try ConnectionResolver(environment).resolve(self.connection)
        console.detail(
            "server \(connection.url) as \(connection.username), from \(connection.origin)")
        if connection.trust == .insecure {
            console.note("opus: the server's certificate is not verified, as was asked for")
        }
        let credentials = try PasswordReader(environment: environment, mayAsk: console.mayAsk)
            .read(connection)
        let reading = ReadingDisplay(console)
        let opus = try Opus(
            server: connection.configuration(credentials),
            observer: Self.observer(console), progress: reading.map { $0.show },
            servesOneCommand: readsOnce, acts: self is any ChangingCommand)
        let context = CommandContext(
            console: console, environment: environment, opus: opus, connection: connection)
        do {
            let status = try await run(context)
            await opus.shutdown()
            return status
        } catch {
            reading?.clear()
            await opus.shutdown()
            throw error
        }
    }

    private static func observer(_ console: Console) -> CallObserver? {
        guard console.isVerbose else { return nil }
        return { call in console.detail(call.text) }
    }
}

extension ObservedCall {
    /// A line for the curious.
    fileprivate var text: String {
        let milliseconds = Int((duration / .milliseconds(1)).rounded())
        let ending = failure.map { ", \($0.rawValue)" } ?? ""
        return "\(method): \(milliseconds) ms, \(responseBytes) bytes\(ending)"
    }
}
