/// What was asked for.
struct SoakOptions: Sendable {
    /// What can't be understood of the arguments.
    struct Mistake: Error, CustomStringConvertible {
        let description: String
    }

    static let usage =
        "usage: opus-soak [--minutes N | --seconds N] [--rate SCRAPES] [--faults SHARE]"
        + " [--seed N]"

    var seconds = 300.0
    /// Scrapes in a second.
    var rate = 200.0
    /// The share of the exporter's requests that something happens to.
    var faults = 0.1
    var seed: UInt64 = 1

    init(_ arguments: [String]) throws(Mistake) {
        var rest = arguments[...]
        while let name = rest.popFirst() {
            guard let text = rest.popFirst(), let number = Double(text), number.isFinite else {
                throw Mistake(description: "\(name) needs a number; \(Self.usage)")
            }
            let range: ClosedRange<Double>
            switch name {
            case "--minutes": (range, seconds) = (0.05...100_000, number * 60)
            case "--seconds": (range, seconds) = (3...6_000_000, number)
            case "--rate": (range, rate) = (1...10_000, number)
            case "--faults": (range, faults) = (0...1, number)
            case "--seed": (range, seed) = (0...1e15, UInt64(min(max(number, 0), 1e15)))
            default: throw Mistake(description: "unknown option \(name); \(Self.usage)")
            }
            guard range.contains(number) else {
                throw Mistake(
                    description: "\(name) goes from \(range.lowerBound) to \(range.upperBound)")
            }
        }
    }
}
