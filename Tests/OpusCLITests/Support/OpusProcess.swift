import Foundation
import OpsiMock
import Synchronization
import TestSupport

/// How one run of the real `opus` ended, and what it said.
struct Run: Sendable, Equatable {
    var status: Int32
    var output: String
    var errors: String

    /// The data, where it was asked for as JSON.
    func json<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(output.utf8))
    }

    /// Any JSON at all, for those who only ask whether it is some.
    func anyJSON() throws -> Any { try JSONSerialization.jsonObject(with: Data(output.utf8)) }
}

/// Runs the real `opus` as a script would: without a terminal.
enum Opus {
    static let executable = ChildProcess.product("opus")

    /// The environment that leads to a mock server, and to nobody's home, where not even an
    /// administrator can make a file.
    static func environment(
        _ mock: OpsiMock?, password: String? = nil, home: String = "/proc/nonexistent"
    ) -> [String: String] {
        var environment = ["HOME": home, "TERM": "xterm"]
        if let mock {
            environment["OPUS_SERVER"] = mock.url
            environment["OPUS_USERNAME"] = mock.username
            environment["OPUS_PASSWORD"] = password ?? mock.password
        }
        return environment
    }

    /// Runs it as the administrator of a mock server.
    static func run(
        _ arguments: [String], on mock: OpsiMock, input: String = "",
        meanwhile: (Int32) async throws -> Void = { _ in }
    ) async throws -> Run {
        try await run(
            arguments, environment: environment(mock), input: input, meanwhile: meanwhile)
    }

    /// Runs another program of this package.
    static func run(
        _ arguments: [String], of program: String, input: String = ""
    ) async throws -> Run {
        try await run(
            ChildProcess.product(program), arguments, environment: [:], input: input
        ) { _ in }
    }

    /// Runs a line as a shell does.
    static func shell(_ line: String, environment: [String: String]) async throws -> Run {
        try await run(
            URL(fileURLWithPath: "/bin/bash"), ["-o", "pipefail", "-c", line],
            environment: environment, input: ""
        ) { _ in }
    }

    /// Runs it, and does something while it runs, which is given the process's id.
    static func run(
        _ arguments: [String], environment: [String: String], input: String = "",
        meanwhile: (Int32) async throws -> Void = { _ in }
    ) async throws -> Run {
        try await run(
            executable, arguments, environment: environment, input: input, meanwhile: meanwhile)
    }

    private static func run(
        _ program: URL, _ arguments: [String], environment: [String: String], input: String,
        meanwhile: (Int32) async throws -> Void
    ) async throws -> Run {
        let end = try await ChildProcess.outcome(
            of: program, arguments, environment: environment, input: input, meanwhile: meanwhile)
        return Run(status: end.status, output: end.output, errors: end.errors)
    }
}

/// Runs a body with a mock of the lab.
func withLab<Value>(
    _ configure: (inout OpsiMock.Configuration) -> Void = { _ in },
    isolation: isolated (any Actor)? = #isolation,
    _ body: (OpsiMock) async throws -> Value
) async throws -> Value {
    await Gate.labs.enter()
    defer { Gate.labs.leave() }
    let configuration = OpsiMock.Configuration {
        $0.clock = .fixed(LabFleet.now)
        $0.allowedFailures = 1_000
        configure(&$0)
    }
    return try await withOpsiMock(
        fleet: try LabFleet.make(), configuration: configuration, body)
}

/// Lets a few in at a time: hundreds of servers and processes at once only wait for each other.
final class Gate: Sendable {
    static let labs = Gate(places: 4)

    private struct State {
        var places: Int
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state: Mutex<State>

    init(places: Int) { state = Mutex(State(places: places)) }

    func enter() async {
        await withCheckedContinuation { continuation in
            let isIn = state.withLock { state in
                guard state.places == 0 else {
                    state.places -= 1
                    return true
                }
                state.waiting.append(continuation)
                return false
            }
            if isIn { continuation.resume() }
        }
    }

    func leave() {
        let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.places += 1
            return nil
        }
        next?.resume()
    }
}
