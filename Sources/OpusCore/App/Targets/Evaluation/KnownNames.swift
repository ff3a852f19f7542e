import OpusServer

/// The ids of things of one kind, found by what people write.
struct KnownNames: Sendable {
    /// What came of looking for a name.
    enum Match: Equatable {
        case one(Int)
        case several([Int])
        case none
    }

    let ids: [ObjectID]
    private let hasShortNames: Bool
    private var exact: [ObjectID: Int] = [:]
    private var folded: [[UInt8]: [Int]] = [:]
    private var short: [[UInt8]: [Int]] = [:]

    /// - Parameters:
    ///   - ids: the ids, by number.
    ///   - hasShortNames: whether the part before the first dot stands for an id, where only one
    ///     id begins with it.
    init(_ ids: [ObjectID], hasShortNames: Bool) {
        self.ids = ids
        self.hasShortNames = hasShortNames
        for (number, id) in ids.enumerated() {
            if exact[id] == nil { exact[id] = number }
            folded[TargetText.folded(id.text), default: []].append(number)
            if hasShortNames {
                short[TargetText.folded(Self.shortName(of: id)), default: []].append(number)
            }
        }
    }

    /// The part of a host's id before its domain.
    static func shortName(of id: ObjectID) -> Substring { id.text.prefix { $0 != "." } }

    /// The number of exactly this id.
    func number(ofExactly id: ObjectID) -> Int? { exact[id] }

    /// Looks for the id itself, then for it in another case, then for a short name.
    func match(_ name: String) -> Match {
        if let number = number(ofExactly: ObjectID(name)) { return .one(number) }
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
                .ambiguous(kind, name.text, candidates: numbers.map { ids[$0].text }),
                place: name.place, in: source)
        case .none:
            throw TargetError(
                .unknown(kind, name.text, nearest: nearest(to: name.text)),
                place: name.place, in: source)
        }
    }

    func nearest(to name: String) -> [String] {
        NearestNames.to(name, among: ids) { id in
            hasShortNames ? [id.text, String(Self.shortName(of: id))] : [id.text]
        }.map(\.text)
    }
}
