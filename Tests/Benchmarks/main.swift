// Speed of opus: minimum / median / maximum of each, and ratios within this one run.

try await CollectionBenchmark.run(clients: 500, products: 60, runs: 9)
try await DecodingBenchmark.run(clients: 1_000, products: 100, runs: 9)
