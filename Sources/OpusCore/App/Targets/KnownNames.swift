import OpusServer

/// The ids of things of one kind, found by what people write.
struct KnownNames: Sendable {
    /// What came of looking for a name.
    enum Match: Equatable {
        case one(Int)
        case several([Int])
        case none
    }

    let ids: [String]
    private let hasShortNames: Bool
    private let exact: StringTable
    private var numbers: [Int] = []
    private var folded: [[UInt8]: [Int]] = [:]
    private var short: [[UInt8]: [Int]] = [:]

    /// - Parameters:
    ///   - ids: the ids, by number.
    ///   - hasShortNames: whether the part before the first dot stands for an id, where only one
    ///     id begins with it.
    init(_ ids: [String], hasShortNames: Bool) {
        self.ids = ids
        self.hasShortNames = hasShortNames
        var exact = StringTable()
        for (number, id) in ids.enumerated() {
            if Int(exact.number(of: id)) == numbers.count { numbers.append(number) }
            folded[TargetText.folded(id), default: []].append(number)
            if hasShortNames {
                short[TargetText.folded(Self.shortName(of: id)), default: []].append(number)
            }
        }
        self.exact = exact
    }

    /// The part of a host's id before its domain.
    static func shortName(of id: String) -> Substring { id.prefix { $0 != "." } }

    /// The number of exactly this id.
    func number(ofExactly id: String) -> Int? {
        exact.existingNumber(of: id).map { numbers[Int($0)] }
    }

    /// Looks for the id itself, then for it in another case, then for a short name.
    func match(_ name: String) -> Match {
        if let number = number(ofExactly: name) { return .one(number) }
        let key = TargetText.folded(name)
        let found = folded[key] ?? short[key] ?? []
        return switch found.count {
        case 0: .none
        case 1: .one(found[0])
        default: .several(found)
        }
    }

    /// The number that a name stands for.
    func number(
        of name: TargetExpression.Name, _ kind: TargetError.Kind, in source: String
    ) throws(TargetError) -> Int {
        switch match(name.text) {
        case .one(let number): return number
        case .several(let numbers):
            throw TargetError(
                .ambiguous(kind, name.text, candidates: numbers.map { ids[$0] }),
                place: name.place, in: source)
        case .none:
            throw TargetError(
                .unknown(kind, name.text, nearest: nearest(to: name.text)),
                place: name.place, in: source)
        }
    }

    func nearest(to name: String) -> [String] {
        NearestNames.to(name, among: ids) { id in
            hasShortNames ? [id, String(Self.shortName(of: id))] : [id]
        }
    }
}
