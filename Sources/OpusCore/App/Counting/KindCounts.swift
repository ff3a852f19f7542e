import OpusServer

/// How many rows of each kind the clients of each depot have: what is counted by product or version
/// follows from some thousand kinds, without a look at a million rows.
///
/// Rows of kinds without a number are not among them: a count for each such kind could take more than
/// all rows.
struct KindCounts {
    /// By the number of the depot and that of the kind.
    private var depots: [[Int32]] = []

    /// Counts a row, or takes it out.
    ///
    /// - Parameters:
    ///   - kind: the number of its kind.
    ///   - depot: the number of its client's depot.
    ///   - sign: 1 or -1.
    mutating func add(_ kind: UInt16, depot: Int, sign: Int) {
        makeRoom(depot)
        let kind = Int(kind)
        if kind >= depots[depot].count {
            depots[depot] += Array(repeating: 0, count: kind + 1 - depots[depot].count)
        }
        depots[depot][kind] += Int32(sign)
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
        for (number, count) in depots[depot].enumerated() where count != 0 {
            body(ProductState(client: 0, kind: kinds[number], modified: 0), Int(count))
        }
    }

    private mutating func makeRoom(_ depot: Int) {
        while depots.count <= depot { depots.append([]) }
    }
}
