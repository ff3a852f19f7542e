import OpusServer

/// How many rows of each kind the clients of each depot have: what is counted by product or version
/// follows from some thousand kinds, without a look at a million rows.
struct KindCounts {
    private struct Counts {
        /// By the number of the kind.
        var numbered: [Int32] = []
        /// Of kinds that have no number.
        var unnumbered: [UInt64: Int] = [:]
    }

    /// By the number of the depot.
    private var depots: [Counts] = []

    /// Counts a row, or takes it out.
    ///
    /// - Parameters:
    ///   - kind: the number of its kind.
    ///   - depot: the number of its client's depot.
    ///   - sign: 1 or -1.
    mutating func add(_ kind: UInt16, depot: Int, sign: Int) {
        makeRoom(depot)
        let kind = Int(kind)
        if kind >= depots[depot].numbered.count {
            let missing = kind + 1 - depots[depot].numbered.count
            depots[depot].numbered += Array(repeating: 0, count: missing)
        }
        depots[depot].numbered[kind] += Int32(sign)
    }

    /// Counts a row whose kind has no number, or takes it out.
    mutating func add(unnumbered kind: UInt64, depot: Int, sign: Int) {
        makeRoom(depot)
        let count = depots[depot].unnumbered[kind, default: 0] + sign
        depots[depot].unnumbered[kind] = count == 0 ? nil : count
    }

    /// Calls a function for each kind of rows that there are.
    ///
    /// - Parameters:
    ///   - depot: the number of the clients' depot.
    ///   - kinds: the kinds by number.
    ///   - body: gets a row of that kind, without a client and a time, and how many there are.
    func forEach(
        onDepot depot: Int, _ kinds: [UInt64], _ body: (ProductState, _ count: Int) -> Void
    ) {
        guard depot < depots.count else { return }
        for (number, count) in depots[depot].numbered.enumerated() where count != 0 {
            body(ProductState(client: 0, kind: kinds[number], modified: 0), Int(count))
        }
        for (kind, count) in depots[depot].unnumbered {
            body(ProductState(client: 0, kind: kind, modified: 0), count)
        }
    }

    private mutating func makeRoom(_ depot: Int) {
        while depots.count <= depot { depots.append(Counts()) }
    }
}
