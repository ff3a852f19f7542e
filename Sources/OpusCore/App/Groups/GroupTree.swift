import OpusBackend
import OpusServer

/// Client groups and the groups above them.
///
/// Parents may be missing and cycles may exist: a group in a cycle has every group of the cycle
/// above it, and nothing hangs.
struct GroupTree {
    /// Groups ordered by id, each id once.
    let groups: [Group]
    /// The number of each group's parent, by group number; nil where it has none.
    private let parents: [Int?]
    /// The numbers of the groups that each client is a direct member of, by client number.
    let directGroups: [[Int]]

    init(_ reading: Fleet.Groups, clients: StringTable, clientCount: Int) {
        let groups = reading.groups.distinct(by: \.id).sorted { $0.id < $1.id }
        var numbers = StringTable()
        for group in groups { _ = numbers.number(of: group.id) }
        self.groups = groups
        parents = groups.map { group in
            group.parentID.flatMap { numbers.existingNumber(of: $0) }.map(Int.init)
        }
        var directGroups = [[Int]](repeating: [], count: clientCount)
        let groupNumbers = numbers.existingNumbers(of: reading.members.groups)
        let clientNumbers = clients.existingNumbers(of: reading.members.objects).map { number in
            number.flatMap { Int($0) < clientCount ? Int($0) : nil }
        }
        for pair in reading.members.pairs {
            guard let group = groupNumbers[Int(pair.group)],
                let client = clientNumbers[Int(pair.object)]
            else { continue }
            directGroups[client].append(Int(group))
        }
        self.directGroups = directGroups
    }

    /// The ids of some groups and of all below them.
    func ids(ofGroupsBelow wanted: Set<Int>) -> [ObjectID] {
        groups.indices.filter { group in
            var passed: Set<Int> = []
            var next: Int? = group
            while let current = next, passed.insert(current).inserted {
                if wanted.contains(current) { return true }
                next = parents[current]
            }
            return false
        }.map { groups[$0].id }
    }

    /// Calls a function once for each group that a client belongs to: those it is a direct member
    /// of, and all above them.
    ///
    /// - Parameters:
    ///   - client: the client's number.
    ///   - mark: a number above 0 that no visit before has used with these marks.
    ///   - marks: as many as there are groups, kept between calls; a group that holds the visit's
    ///     own mark was visited in it.
    ///   - body: gets the group's number.
    func forEachGroup(
        ofClient client: Int, mark: Int, marks: inout [Int], _ body: (_ group: Int) -> Void
    ) {
        for direct in directGroups[client] {
            var next: Int? = direct
            // A group visited before has had all above it visited, too.
            while let group = next, marks[group] != mark {
                marks[group] = mark
                body(group)
                next = parents[group]
            }
        }
    }
}
