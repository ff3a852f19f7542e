/// How large stages are: `5,10%,50%,100%`.
///
/// Each is how many clients have been asked when the stage is over, so that the last one is all of
/// them.
public struct RolloutStageSizes: Sendable, Equatable, LosslessStringConvertible {
    private enum Size: Equatable {
        case clients(Int)
        case share(RolloutShare)

        func count(of all: Int) -> Int {
            switch self {
            case .clients(let count): min(count, all)
            case .share(let share): share.rounded(up: all)
            }
        }
    }

    private let sizes: [(size: Size, text: String)]

    /// All clients at once.
    public static let whole = RolloutStageSizes()

    private init() { sizes = [(.share(.all), "100%")] }

    /// Whether two texts mean the same stages.
    public static func == (left: Self, right: Self) -> Bool {
        left.sizes.map(\.size) == right.sizes.map(\.size)
    }

    /// Reads sizes; nil where a part is neither a number nor a share, or the last one is not
    /// `100%`.
    ///
    /// - Parameter text: such as `5,10%,50%,100%`.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { $0.filter { !$0.isWhitespace } }
        var sizes: [(Size, String)] = []
        for part in parts {
            if let share = RolloutShare(part), share.hundredths > 0 {
                sizes.append((.share(share), part))
            } else if let count = Int(part), count > 0, part.first != "+" {
                sizes.append((.clients(count), part))
            } else {
                return nil
            }
        }
        guard case .share(let last)? = sizes.last?.0, last.hundredths == 10_000 else { return nil }
        self.sizes = sizes
    }

    /// As it was written.
    public var description: String { sizes.map(\.text).joined(separator: ",") }

    /// The stages of so many clients, as how many each of them has and its name; a stage that would
    /// have none is left out.
    func stages(of all: Int) -> [(name: String, count: Int)] {
        var before = 0
        var stages: [(String, Int)] = []
        for (size, text) in sizes {
            let count = size.count(of: all)
            guard count > before else { continue }
            stages.append((text, count - before))
            before = count
        }
        return stages
    }

    /// The sizes that make no stage of so many clients, as they were written.
    func empty(of all: Int) -> [String] {
        let names = stages(of: all).map(\.name)
        return sizes.map(\.text).filter { !names.contains($0) }
    }
}
