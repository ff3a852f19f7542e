/// Who is a direct member of which group, with each id held once.
package struct MembershipTable: Sendable, Equatable {
    /// One membership: numbers in the table's `groups` and `objects`.
    package struct Pair: Sendable, Equatable {
        package var group: UInt32
        package var object: UInt32
    }

    package private(set) var groups = StringTable()
    /// Clients or products; they need not exist.
    package private(set) var objects = StringTable()
    package private(set) var pairs: [Pair] = []

    package init(_ members: [GroupMember] = []) {
        for member in members { add(member) }
    }

    mutating func add(_ member: GroupMember) {
        pairs.append(
            Pair(
                group: groups.number(of: member.groupID),
                object: objects.number(of: member.objectID)))
    }

    /// The ids of the groups of which something is a direct member.
    package func groups(ofObject id: String) -> [String] {
        guard let object = objects.existingNumber(of: id) else { return [] }
        return pairs.filter { $0.object == object }.map { groups.strings[Int($0.group)] }
    }
}

/// Reads a list of `ObjectToGroup` objects into a table.
struct MembershipReader: ElementReader {
    private var table = MembershipTable()

    init() {}

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        table.add(try reader.readObject(as: GroupMember.self))
    }

    consuming func finish() -> MembershipTable { table }
}
