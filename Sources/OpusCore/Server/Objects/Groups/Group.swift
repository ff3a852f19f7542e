/// A group of clients or of products (opsi: `HostGroup`, `ProductGroup`).
///
/// The two kinds share no members, but may share ids.
public struct Group: Sendable, Equatable {
    /// What the members of a group are.
    public enum Kind: String, Sendable {
        /// Clients.
        case host = "HostGroup"
        /// Products.
        case product = "ProductGroup"
    }

    /// The id, exactly as the server has it.
    public internal(set) var id: ObjectID = ""
    /// What it is, in a few words.
    public internal(set) var description = ""
    /// The id of the group above it, whether or not that exists; nil for a root.
    public internal(set) var parentID: ObjectID?
}

extension Group: WireObject {
    static let attributes = ["id", "description", "parentGroupId"]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "description": description = try reader.readStringOrEmpty()
        case "parentGroupId":
            let parent = try reader.readOptionalID()
            // Some writers store the word instead of the value.
            parentID = parent == "null" || parent == "" ? nil : parent
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["id", "parentGroupId"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
}

/// That something is a direct member of a group (opsi: `ObjectToGroup`).
public struct GroupMember: Sendable, Equatable {
    /// The group's id.
    public internal(set) var groupID: ObjectID = ""
    /// The id of the client or product; it need not exist.
    public internal(set) var objectID: ObjectID = ""
}

extension GroupMember: WireObject {
    static let attributes: [String] = []

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "groupId": groupID = try reader.readID()
        case "objectId": objectID = try reader.readID()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["groupId", "objectId"]

    var emptyKey: StaticString? {
        if groupID.isEmpty { return "groupId" }
        return objectID.isEmpty ? "objectId" : nil
    }
}
