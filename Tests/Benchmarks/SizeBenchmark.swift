import Foundation
import TestSupport

/// What the programs take on a disk, built and stripped as the package has them.
enum SizeBenchmark {
    private static let strip = URL(filePath: "/usr/bin/strip")

    static func run(_ baseline: Baseline) async throws {
        guard FileManager.default.isExecutableFile(atPath: strip.path) else {
            return print("(no strip here to measure the programs with)")
        }
        for (program, aim) in [("opus", "<= 30"), ("opus-exporter", "<= 30")] {
            baseline.report(
                "\(program): MB without symbols", try await strippedMegabytes(program), aim: aim,
                better: .lower)
        }
    }

    private static func strippedMegabytes(_ program: String) async throws -> Double {
        let copy = FileManager.default.temporaryDirectory
            .appending(path: "\(program)-\(ProcessInfo.processInfo.processIdentifier)")
        defer { try? FileManager.default.removeItem(at: copy) }
        let end = try await ChildProcess.run(
            strip, ["--strip-all", "-o", copy.path, ChildProcess.product(program).path])
        guard end.status == 0 else { throw Usage.Failure(errors: end.errors) }
        let size = try copy.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        return Double(size) / 1e6
    }
}
