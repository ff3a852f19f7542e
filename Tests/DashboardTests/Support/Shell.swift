import Foundation
import TestSupport

/// A person's shell, in which a demonstration's `OPUS_CONFIG` was exported.
struct Shell {
    /// The file that it names.
    let configuration: URL

    /// What came of a line.
    struct Outcome {
        let status: Int32
        /// The lines of standard output and, after them, of standard error.
        let lines: [String]

        /// The words in a column of the table that was printed.
        func column(_ index: Int) -> [String] {
            lines.dropFirst().compactMap { line in
                let words = line.split(separator: " ")
                return index < words.count ? String(words[index]) : nil
            }
        }
    }

    private var environment: [String: String] {
        let programs = ChildProcess.product("opus").deletingLastPathComponent().path
        return [
            "OPUS_CONFIG": configuration.path, "HOME": "/proc/nonexistent", "TERM": "xterm",
            "NO_COLOR": "1", "SHELL": "/bin/sh",
            "PATH": "\(programs):/usr/bin:/bin",
        ]
    }

    /// Runs a line.
    func run(_ line: String) async throws -> Outcome {
        try await run(["-c", line])
    }

    /// Runs a line at a terminal, and answers its question with yes.
    func runAtTerminal(_ line: String) async throws -> Outcome {
        // The answer waits in the terminal until somebody reads it.
        try await run([
            "-c", "echo y | script --quiet --return --command \"$1\" /dev/null", "sh", line,
        ])
    }

    private func run(_ arguments: [String]) async throws -> Outcome {
        let end = try await ChildProcess.run(
            URL(filePath: "/bin/sh"), arguments, environment: environment)
        return Outcome(status: end.status, lines: end.output + end.errors)
    }
}
