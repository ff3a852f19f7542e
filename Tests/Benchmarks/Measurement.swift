import Foundation

/// Times of the runs of one thing, in seconds.
struct Measurement {
    let name: String
    let seconds: [Double]
    /// Processor time of the runs.
    let processorSeconds: [Double]

    /// Runs something once to warm up, then some times for the record.
    static func of(
        _ name: String, runs: Int, _ body: () async throws -> Void
    ) async rethrows -> Measurement {
        try await body()
        var seconds: [Double] = []
        var processorSeconds: [Double] = []
        for _ in 0..<runs {
            let start = ContinuousClock.now
            let processor = Usage.ownSeconds
            try await body()
            processorSeconds.append(Usage.ownSeconds - processor)
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        return Measurement(
            name: name, seconds: seconds.sorted(), processorSeconds: processorSeconds.sorted())
    }

    var median: Double { seconds[seconds.count / 2] }

    /// The median of the processor time, which other programs disturb less.
    var processorMedian: Double { processorSeconds[processorSeconds.count / 2] }

    /// Prints minimum, median and maximum.
    func report(_ remark: String = "") {
        let figures = [seconds.first, median, seconds.last].map { String(format: "%.4f", $0 ?? 0) }
        let padded = name.padding(toLength: 52, withPad: " ", startingAt: 0)
        print("\(padded) \(figures.joined(separator: " / ")) s   \(remark)")
        fflush(nil)
    }
}
