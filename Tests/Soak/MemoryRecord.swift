import Foundation

/// How much memory a process had resident, second by second.
struct MemoryRecord: Sendable {
    /// A program that leaks no more than this in a run is not caught by it; the allocator alone
    /// moves by some megabytes.
    static let mostGrowth = 8.0

    private(set) var megabytes: [Double] = []

    mutating func note(_ megabytes: Double) { self.megabytes.append(megabytes) }

    /// What it has resident now, in megabytes; nil where it has ended, or the system has no /proc.
    static func resident(_ process: Int32) -> Double? {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
            let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Double($0) })
        else { return nil }
        return kilobytes / 1024
    }

    /// The first fifth is the warm-up: pools fill, and each kind of fault comes for the first time.
    private var warmUp: Int { megabytes.count / 5 }

    /// The middle of the tenth behind the warm-up.
    var afterWarmUp: Double { Self.median(megabytes.dropFirst(warmUp).prefix(part)) }

    /// The middle of the last tenth.
    var atEnd: Double { Self.median(megabytes.suffix(part)) }

    var growth: Double { atEnd - afterWarmUp }

    private var part: Int { max(1, megabytes.count / 10) }

    private static func median(_ values: ArraySlice<Double>) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
