/// The counts of all groups, the groups below included, as clients come, go and change.
struct GroupCounts {
    let tree: GroupTree
    /// By group number.
    private(set) var counts: [StateCounts]
    private var marks: [Int]
    private var visits = 0

    init(_ tree: GroupTree) {
        self.tree = tree
        counts = Array(repeating: StateCounts(), count: tree.groups.count)
        marks = Array(repeating: 0, count: tree.groups.count)
    }

    /// Counts a client in each of its groups, or takes it out.
    mutating func add(_ client: Int, _ states: ClientStates, sign: Int) {
        visits += 1
        // Moved out and back, as both are changed at once.
        var marks = self.marks
        var counts = self.counts
        self.marks = []
        self.counts = []
        tree.forEachGroup(ofClient: client, mark: visits, marks: &marks) { group in
            counts[group].add(states, sign)
        }
        self.marks = marks
        self.counts = counts
    }
}
