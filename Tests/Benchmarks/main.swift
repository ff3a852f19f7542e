import Foundation

// Speed of opus: minimum / median / maximum of each, and ratios within this one run beside those
// that are stored in Tests/Benchmarks/baseline.json. `--quick` leaves out the large fleets,
// `--refresh` reads one fleet again and again for a profiler, `--write-baseline` stores this run's
// ratios. `--scrapes` measures scrapes alone, `--logs` reading logs, `--economy` what commands ask a
// server for, `--live` watching a fleet by its events; with OPUS_BESIDE=PATH beside the opus, or the
// opus-exporter, of another build; `--latency` how long a failure takes to be on /metrics.

let path = "Tests/Benchmarks/baseline.json"
let isQuick = CommandLine.arguments.contains("--quick")
let baseline = Baseline(path: path)

if CommandLine.arguments.contains("--refresh") {
    // For a profiler: one full read, then refreshes.
    _ = try await FleetBenchmark.growth([10_000], products: 150, rounds: 60)
    exit(0)
}
if CommandLine.arguments.contains("--scrapes") {
    try await ScrapeBenchmark.run(seconds: isQuick ? 2 : 10, baseline)
    exit(0)
}
if CommandLine.arguments.contains("--live") {
    for clients in isQuick ? [1_000] : [10_000] {
        try await LiveBenchmark.run(clients: clients, products: 150, baseline)
    }
    try await LiveBenchmark.growth(
        from: isQuick ? 300 : 3_000, to: isQuick ? 3_000 : 30_000, products: 150,
        rows: isQuick ? 300 : 1_500, baseline)
    exit(0)
}
if CommandLine.arguments.contains("--latency") {
    try await LatencyBenchmark.run(
        clients: isQuick ? 1_000 : 10_000, products: 150, samples: isQuick ? 20 : 200, baseline)
    exit(0)
}
if CommandLine.arguments.contains("--logs") {
    try await LogBenchmark.run(megabytes: 50, runs: 9, baseline)
    exit(0)
}
if CommandLine.arguments.contains("--economy") {
    let missed = try await EconomyBenchmark.run(
        clients: isQuick ? 500 : 8_000, products: isQuick ? 30 : 60, baseline)
    if !missed.isEmpty { print("\nmissed: \(missed.joined(separator: "; "))") }
    exit(missed.isEmpty ? 0 : 1)
}
try await SizeBenchmark.run(baseline)
try await DecodingBenchmark.run(clients: 2_000, products: 100, runs: isQuick ? 5 : 9, baseline)
try await LogBenchmark.run(megabytes: isQuick ? 5 : 50, runs: isQuick ? 5 : 9, baseline)
let sizes = isQuick ? [300, 1_000] : [1_000, 3_000, 10_000, 30_000]
let figures = try await FleetBenchmark.growth(sizes, products: 150)
print()
if let large = figures.first(where: { $0.clients == 10_000 }) ?? figures.last {
    baseline.report(
        "refresh of \(large.clients): CPU / full read's, 0.1 % changed",
        large.incremental.seconds / large.full.seconds, aim: "<= 0.05", better: .lower)
    baseline.report(
        "refresh of \(large.clients): bytes / full read's",
        Double(large.incremental.bytes) / Double(large.full.bytes),
        aim: "<= 0.05", better: .lower)
}
try await ProcessBenchmark.run(clients: isQuick ? 1_000 : 10_000, products: 150, baseline)
_ = try await EconomyBenchmark.run(
    clients: isQuick ? 500 : 8_000, products: isQuick ? 30 : 60, baseline)
try await ScrapeBenchmark.run(seconds: isQuick ? 2 : 10, baseline)
try await ProcessBenchmark.fairness(clients: isQuick ? 200 : 1_000, products: 100, baseline)

if CommandLine.arguments.contains("--write-baseline") {
    try baseline.write(to: path)
} else if !baseline.regressions.isEmpty {
    print("\nworse than the baseline: \(baseline.regressions.joined(separator: "; "))")
}
