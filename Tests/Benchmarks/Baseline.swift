import Foundation
import Synchronization

/// Ratios of this run beside those that were stored: a regression is seen where one is worse.
final class Baseline: Sendable {
    /// How a ratio is better.
    enum Direction {
        case higher, lower
    }

    /// What is worse than the stored value by more than this share is pointed out.
    private static let tolerance = 0.25

    private let stored: [String: Double]
    private let measured = Mutex<[String: Double]>([:])
    private let worse = Mutex<[String]>([])

    /// What became worse than it was.
    var regressions: [String] { worse.withLock { $0 } }

    /// - Parameter path: the stored ratios, a JSON object of numbers by name.
    init(path: String) {
        let data = FileManager.default.contents(atPath: path)
        stored = data.flatMap { try? JSONDecoder().decode([String: Double].self, from: $0) } ?? [:]
    }

    /// Prints a ratio, its aim, and what it was.
    func report(_ name: String, _ value: Double, aim: String, better: Direction) {
        measured.withLock { $0[name] = (value * 1000).rounded() / 1000 }
        var remark = "no baseline"
        if let before = stored[name], before > 0 {
            let change = better == .higher ? before / max(value, 1e-9) : value / before
            remark = String(format: "baseline %.3g", before)
            if change > 1 + Self.tolerance {
                remark += String(format: "  << WORSE by %.0f %%", (change - 1) * 100)
                worse.withLock { $0.append(name) }
            }
        }
        let padded = name.padding(toLength: 58, withPad: " ", startingAt: 0)
        print("\(padded) \(String(format: "%8.3g", value))   aim \(aim)   \(remark)")
        fflush(nil)
    }

    /// Stores what was measured.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(measured.withLock { $0 }).write(to: URL(filePath: path))
    }
}
