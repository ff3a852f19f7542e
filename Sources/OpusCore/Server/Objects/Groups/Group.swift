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
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &id)
        try member("description", &description)
        try member("parentGroupId", .required) { reader throws(JSONError) in
            let parent = try reader.readOptionalString().map { ObjectID($0) }
            // Some writers store the word instead of the value.
            parentID = parent == "null" || parent == "" ? nil : parent
        }
    }
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

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("groupId", &groupID)
        try member("objectId", &objectID)
    }
}
