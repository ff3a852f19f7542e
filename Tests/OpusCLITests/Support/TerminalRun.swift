import Foundation
import Glibc
import OpsiMock

/// Runs the real `opus` as a person would: at a terminal of its own.
enum TerminalRun {
    struct Failure: Error {
        let what: String
        let seen: String
    }

    /// Runs it, or another program, waits for each prompt, and types the answer to it.
    ///
    /// - Parameters:
    ///   - arguments: its arguments.
    ///   - program: the path of the program.
    ///   - environment: its whole environment.
    ///   - dialogue: what is waited for, and what is typed then.
    ///   - meanwhile: done at each prompt, before the answer is typed.
    /// - Returns: how it ended, and all that the terminal showed.
    /// - Throws: `Failure` where a prompt never came, or there is no pseudo terminal.
    static func run(
        _ arguments: [String], of program: String = Opus.executable.path,
        environment: [String: String], dialogue: [(prompt: String, answer: String)],
        meanwhile: @escaping @Sendable () -> Void = {}
    ) async throws -> (status: Int32, shown: String) {
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try runBlocking(program, arguments, environment, dialogue, meanwhile)
                    })
            }
        }
    }

    /// Runs it as the administrator of a mock server.
    static func run(
        _ arguments: [String], on mock: OpsiMock, dialogue: [(prompt: String, answer: String)],
        meanwhile: @escaping @Sendable () -> Void = {}
    ) async throws -> (status: Int32, shown: String) {
        try await run(
            arguments, environment: Opus.environment(mock), dialogue: dialogue,
            meanwhile: meanwhile)
    }

    // Glibc's own functions and this flag are not among what Swift sees of it.
    private static let unlock = UInt(0x4004_5431)
    private static let getNumber = UInt(0x8004_5430)
    private static let newSession = Int16(0x80)

    private static func open() throws -> (master: Int32, name: String) {
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var locked: Int32 = 0
        var number: UInt32 = 0
        guard master >= 0, ioctl(master, unlock, &locked) == 0,
            ioctl(master, getNumber, &number) == 0
        else { throw Failure(what: "no pseudo terminal", seen: "") }
        return (master, "/dev/pts/\(number)")
    }

    private static func runBlocking(
        _ program: String, _ arguments: [String], _ environment: [String: String],
        _ dialogue: [(prompt: String, answer: String)], _ meanwhile: () -> Void
    ) throws -> (status: Int32, shown: String) {
        let (master, name) = try open()
        defer { close(master) }
        var size = winsize(ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        // The first terminal that the leader of a session opens is its own.
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSession)
        var words: [UnsafeMutablePointer<CChar>?] =
            ([program] + arguments).map { strdup($0) } + [nil]
        var variables: [UnsafeMutablePointer<CChar>?] =
            environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in words + variables { free(pointer) } }
        var child = pid_t()
        guard
            posix_spawn(
                &child, program, &actions, &attributes, &words, &variables) == 0
        else { throw Failure(what: "\(program) can't be started", seen: "") }

        var shown = ""
        var rest = dialogue[...]
        // What came since the last answer: the same prompt may come again.
        var unanswered = ""
        while true {
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(master, &bytes, bytes.count)
            // A terminal that nobody holds any more reads as an error.
            guard count > 0 else { break }
            let text = String(decoding: bytes[..<count], as: UTF8.self)
            shown += text
            unanswered += text
            if let next = rest.first, unanswered.contains(next.prompt) {
                unanswered = ""
                meanwhile()
                let answer = Array((next.answer + "\n").utf8)
                _ = write(master, answer, answer.count)
                rest = rest.dropFirst()
            }
        }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        guard rest.isEmpty else {
            throw Failure(what: "never asked: \(rest.map(\.prompt))", seen: shown)
        }
        return ((status >> 8) & 0xFF, shown.replacing("\r\n", with: "\n"))
    }
}
