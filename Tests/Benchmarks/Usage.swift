import Foundation
import TestSupport

#if canImport(Glibc)
    import Glibc
#endif

/// Processor time and memory.
enum Usage {
    /// Seconds of processor time that this process has taken.
    static var ownSeconds: Double { seconds(Int32(RUSAGE_SELF.rawValue)) }

    /// Seconds of processor time of all ended child processes.
    static var childSeconds: Double { seconds(Int32(RUSAGE_CHILDREN.rawValue)) }

    private static func seconds(_ who: Int32) -> Double {
        var usage = rusage()
        getrusage(who, &usage)
        func seconds(_ time: timeval) -> Double {
            Double(time.tv_sec) + Double(time.tv_usec) / 1_000_000
        }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    /// The most memory that a process has had resident, in megabytes; nil where it has ended.
    static func peakMegabytes(of process: Int32) -> Double? {
        megabytes(of: process, "VmHWM:")
    }

    /// The most memory that this process has had resident while something ran, above what it had
    /// before, in megabytes; nil where the system does not tell.
    static func peakGrowth(_ body: () throws -> Void) rethrows -> Double? {
        let own = getpid()
        // Takes the peak back to what is resident now.
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
        let before = peakMegabytes(of: own)
        try body()
        guard let before, let after = peakMegabytes(of: own) else { return nil }
        return after - before
    }

    /// The memory that a process has resident, in megabytes; nil where it has ended.
    static func residentMegabytes(of process: Int32) -> Double? {
        megabytes(of: process, "VmRSS:")
    }

    /// Seconds of processor time that a process has taken; nil where it has ended.
    static func seconds(of process: Int32) -> Double? {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
        else { return nil }
        // The name in parentheses may hold anything; user and system time are the 12th and 13th
        // field after it.
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12])
        else { return nil }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func megabytes(of process: Int32, _ key: String) -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix(key) }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kilobytes / 1024
    }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - executable: the program.
    ///   - arguments: its arguments.
    ///   - environment: its whole environment.
    /// - Returns: its processor time in seconds, its peak memory in megabytes, and its output.
    /// - Throws: where it cannot be started or fails.
    static func run(
        _ executable: URL, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> (seconds: Double, megabytes: Double, output: [String]) {
        let before = childSeconds
        let end = try await ChildProcess.run(executable, arguments, environment: environment) {
            child in
            let peak = Task {
                var peak = 0.0
                while !Task.isCancelled, let now = peakMegabytes(of: child.id) {
                    peak = max(peak, now)
                    try? await Task.sleep(for: .milliseconds(10))
                }
                return peak
            }
            for await _ in child.lines {}
            peak.cancel()
            return await peak.value
        }
        guard end.status == 0 else { throw Failure(errors: end.errors) }
        return (childSeconds - before, end.value, end.output)
    }

    struct Failure: Error {
        let errors: [String]
    }
}
