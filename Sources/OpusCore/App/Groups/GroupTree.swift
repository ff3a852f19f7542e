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
    /// The numbers of the groups that clients are direct members of, client by client.
    private let memberships: [UInt32]
    /// Where each client's groups begin among them, by client number, and where the last one's end.
    private let starts: [Int]

    init(_ reading: Fleet.Groups, clients: StringTable, clientCount: Int) {
        let groups = reading.groups.distinct(by: \.id).sorted { $0.id < $1.id }
        var numbers = StringTable()
        for group in groups { _ = numbers.number(of: group.id) }
        self.groups = groups
        parents = groups.map { group in
            group.parentID.flatMap { numbers.existingNumber(of: $0) }.map(Int.init)
        }
        let groupNumbers = numbers.existingNumbers(of: reading.members.groups)
        let clientNumbers = clients.existingNumbers(of: reading.members.objects).map { number in
            number.flatMap { Int($0) < clientCount ? Int($0) : nil }
        }
        let pairs = reading.members.pairs.lazy.compactMap { pair in
            groupNumbers[Int(pair.group)].flatMap { group in
                clientNumbers[Int(pair.object)].map { (client: $0, group: group) }
            }
        }
        // In one list: a list for each client would take ten times as much.
        var starts = Array(repeating: 0, count: clientCount + 1)
        for pair in pairs { starts[pair.client + 1] += 1 }
        for client in 0..<clientCount { starts[client + 1] += starts[client] }
        var next = starts
        var memberships = [UInt32](repeating: 0, count: starts[clientCount])
        for pair in pairs {
            memberships[next[pair.client]] = pair.group
            next[pair.client] += 1
        }
        self.starts = starts
        self.memberships = memberships
    }

    /// The numbers of the groups that a client is a direct member of.
    func directGroups(ofClient client: Int) -> ArraySlice<UInt32> {
        memberships[starts[client]..<starts[client + 1]]
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
        for direct in directGroups(ofClient: client) {
            var next: Int? = Int(direct)
            // A group visited before has had all above it visited, too.
            while let group = next, marks[group] != mark {
                marks[group] = mark
                body(group)
                next = parents[group]
            }
        }
    }
}
