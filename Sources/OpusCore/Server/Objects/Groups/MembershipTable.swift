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

    private mutating func add(_ member: GroupMember) {
        add(group: groups.number(of: member.groupID), object: objects.number(of: member.objectID))
    }

    fileprivate mutating func add(group: UInt32, object: UInt32) {
        pairs.append(Pair(group: group, object: object))
    }

    fileprivate mutating func number(ofGroup id: JSONText) -> UInt32 {
        groups.number(of: id.bytes, near: pairs.last?.group)
    }

    fileprivate mutating func number(ofObject id: JSONText) -> UInt32 {
        objects.number(of: id.bytes, near: pairs.last?.object)
    }

    /// The ids of the groups of which something is a direct member.
    package func groups(ofObject id: ObjectID) -> [ObjectID] {
        guard let object = objects.existingNumber(of: id) else { return [] }
        return pairs.filter { $0.object == object }.map { groups.ids[Int($0.group)] }
    }
}

/// Reads a list of `ObjectToGroup` objects into a table.
struct MembershipReader: ElementReader {
    private var table = MembershipTable()
    private let shape = ObjectShape<Interest>()
    private let required = GroupMember.required

    init() {}

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        // No text is made of an id that is known: there are far fewer ids than memberships.
        var group: UInt32?
        var object: UInt32?
        try shape.readObject(&reader, required: required) {
            group = nil
            object = nil
        } _: { reader, key throws(JSONError) in
            switch key {
            case "groupId":
                group = table.number(ofGroup: try reader.readFilledText("groupId"))
            case "objectId":
                object = table.number(ofObject: try reader.readFilledText("objectId"))
            default: return false
            }
            return true
        }
        guard let group, let object else { return }
        try table.add(group: group, object: object, reader)
    }

    consuming func finish() -> MembershipTable { table }
}

/// Reads memberships as the server identifies them: lists of type, group and object.
struct MembershipIdentReader: ElementReader {
    private var table = MembershipTable()

    init() {}

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        var group: UInt32?
        var object: UInt32?
        var place = 0
        try reader.readArray { reader throws(JSONError) in
            switch place {
            case 0: _ = try reader.readFilledText("groupType")
            case 1: group = table.number(ofGroup: try reader.readFilledText("groupId"))
            case 2: object = table.number(ofObject: try reader.readFilledText("objectId"))
            default: try reader.skipValue()
            }
            place += 1
        }
        guard place == 3, let group, let object else {
            throw reader.failure(
                .typeMismatch(expected: "a list of three texts", found: "one of \(place)"))
        }
        try table.add(group: group, object: object, reader)
    }

    consuming func finish() -> MembershipTable { table }
}

extension MembershipTable {
    /// Adds a membership that was read.
    ///
    /// - Throws: `JSONError` where the answer has more text than any real one.
    fileprivate mutating func add(
        group: UInt32, object: UInt32, _ reader: JSONReader
    ) throws(JSONError) {
        guard groups.byteCount + objects.byteCount <= StringTable.mostBytes else {
            throw reader.failure(.tooLarge)
        }
        add(group: group, object: object)
    }
}
