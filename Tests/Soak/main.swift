import Foundation

// Scrapes an exporter without a pause while its opsi server fails and its fleet changes, and
// compares every answer with the fleet that it must be of. Figures on standard output; status 1
// where anything was wrong, 64 for arguments that make no sense.

let options: SoakOptions
do {
    options = try SoakOptions(Array(CommandLine.arguments.dropFirst()))
} catch {
    FileHandle.standardError.write(Data("opus-soak: \(error)\n".utf8))
    exit(64)
}

/// Written at once: print would hold lines back where nobody watches.
@Sendable func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

let report = try await Soak(options: options, progress: say).run()
for line in report.lines { say(line) }
guard report.failures.isEmpty else {
    say("FAILED: \(report.failures.joined(separator: "; "))")
    exit(1)
}
say("all right")
