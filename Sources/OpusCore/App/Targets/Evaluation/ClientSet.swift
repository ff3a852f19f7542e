/// Some of a known number of clients, by their numbers.
struct ClientSet: Sendable, Equatable {
    private(set) var members: [Bool]

    /// A set of none, or of all.
    init(count: Int, full: Bool = false) { members = Array(repeating: full, count: count) }

    /// The clients for which a test holds.
    init(count: Int, where isMember: (Int) -> Bool) { members = (0..<count).map(isMember) }

    subscript(client: Int) -> Bool {
        get { members[client] }
        set { members[client] = newValue }
    }

    var isEmpty: Bool { !members.contains(true) }
    /// The numbers of the members, in order.
    var numbers: [Int] { members.indices.filter { members[$0] } }

    func complement() -> ClientSet { ClientSet(count: members.count) { !members[$0] } }

    mutating func formUnion(_ other: ClientSet) {
        for index in members.indices where other.members[index] { members[index] = true }
    }

    mutating func formIntersection(_ other: ClientSet) {
        for index in members.indices where !other.members[index] { members[index] = false }
    }
}

/// Which clients are selected, as far as the facts that have been read can tell.
struct TargetAnswer: Sendable, Equatable {
    /// Those that are selected, whatever the missing facts are.
    var certain: ClientSet
    /// Those that may be, depending on them; all that are certain among them.
    var possible: ClientSet

    /// An answer that nothing is missing from.
    init(_ known: ClientSet) {
        certain = known
        possible = known
    }

    /// An answer that is known for some clients only.
    ///
    /// - Parameters:
    ///   - known: the clients for which it is known.
    ///   - selected: those that are selected.
    init(known: ClientSet, selected: ClientSet) {
        certain = selected
        certain.formIntersection(known)
        possible = known.complement()
        possible.formUnion(certain)
    }

    /// An answer of which nothing is known.
    static func unknown(count: Int) -> TargetAnswer {
        TargetAnswer(known: ClientSet(count: count), selected: ClientSet(count: count))
    }

    /// The clients for which facts are missing.
    var undecided: ClientSet {
        var result = possible
        result.formIntersection(certain.complement())
        return result
    }

    func negated() -> TargetAnswer {
        var result = self
        result.certain = possible.complement()
        result.possible = certain.complement()
        return result
    }

    mutating func formUnion(_ other: TargetAnswer) {
        certain.formUnion(other.certain)
        possible.formUnion(other.possible)
    }

    mutating func formIntersection(_ other: TargetAnswer) {
        certain.formIntersection(other.certain)
        possible.formIntersection(other.possible)
    }
}
