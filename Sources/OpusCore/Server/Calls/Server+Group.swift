extension Server {
    /// The longest description of a group that the server keeps; it cuts longer ones silently.
    private static let longestDescription = 100

    /// The client groups (`group_getObjects`, type `HostGroup`), the tree `clientdirectory` that
    /// people see first, then the others as the server lists them.
    ///
    /// - Parameter groupID: only the group of this id; nil for all.
    /// - Returns: the groups.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroups(_ groupID: ObjectID? = nil) async throws -> [Group] {
        Self.rootFirst(try await groups(.host, groupID))
    }

    /// The groups with the tree that people see first.
    static func rootFirst(_ groups: [Group]) -> [Group] {
        groups.filter { $0.id == "clientdirectory" } + groups.filter { $0.id != "clientdirectory" }
    }

    /// The product groups (`group_getObjects`, type `ProductGroup`).
    ///
    /// - Parameter groupID: only the group of this id; nil for all.
    /// - Returns: the groups.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroups(_ groupID: ObjectID? = nil) async throws -> [Group] {
        try await groups(.product, groupID)
    }

    private func groups(_ kind: Group.Kind, _ groupID: ObjectID?) async throws -> [Group] {
        var filter: [String: JSONValue] = ["type": [.string(kind.rawValue)]]
        if let groupID { filter["id"] = try filterValues([groupID], what: "group") }
        return try await objects("group_getObjects", where: filter)
    }

    /// Makes a client group (`group_createHostGroup`).
    ///
    /// The server would overwrite a group of this id and accept a parent that is not there, so
    /// both are looked up first.
    ///
    /// - Parameters:
    ///   - groupID: the id; the server stores it in lower case.
    ///   - description: what it is, in a few words; at most 100 characters.
    ///   - parentID: the group above it; nil for a root.
    /// - Returns: the id as the server has stored it.
    /// - Throws: `ActionRefused` where the id or the description is none that the server can keep,
    ///   where there is such a group already, or no such parent; `ServerError`.
    @discardableResult
    public func createClientGroup(
        _ groupID: ObjectID, description: String = "", parentID: ObjectID? = nil
    ) async throws -> ObjectID {
        let (group, parent) = try await checkedNewGroup(
            groupID, description: description, parentID: parentID)
        try await change(
            "group_createHostGroup",
            [
                .string(group.text), .string(description), "",
                parent.map { .string($0.text) } ?? .null,
            ])
        return group
    }

    /// The ids under which a group and its parent are stored, where it could be made so.
    package func checkedNewGroup(
        _ groupID: ObjectID, description: String, parentID: ObjectID?
    ) async throws -> (group: ObjectID, parent: ObjectID?) {
        let group = try checkedGroupID(groupID)
        try Self.check(description: description)
        var parent: ObjectID?
        if let parentID { parent = try checkedGroupID(parentID) }
        let existing = Set(try await clientGroups().map { $0.id.lowercased })
        guard !existing.contains(group) else {
            throw ActionRefused(
                .groupExists,
                "there is a client group \"\(group)\" already; it was left as it is")
        }
        if let parent, !existing.contains(parent) {
            throw ActionRefused(
                .unknownGroup,
                "there is no client group \"\(parent)\" to put \"\(group)\" under")
        }
        return (group, parent)
    }

    /// Deletes a client group with its memberships (`group_delete`); the clients stay.
    ///
    /// The server's call would also delete a product group of the same id, and leave groups below
    /// it without a parent, so it is refused where there is either.
    ///
    /// - Parameter groupID: the group's id.
    /// - Throws: `ActionRefused` where there is no such client group, a product group has the same
    ///   id, there are groups below it, or it is the root of the tree; `ServerError`.
    public func deleteClientGroup(_ groupID: ObjectID) async throws {
        try await change("group_delete", [.string(try await checkedGroupToDelete(groupID).text)])
    }

    /// The id under which a group is stored, where it could be deleted alone.
    package func checkedGroupToDelete(_ groupID: ObjectID) async throws -> ObjectID {
        let group = try checkedGroupID(groupID)
        let groups = try await clientGroups()
        func refuse(_ code: ActionRefused.Code, _ why: String) -> ActionRefused {
            ActionRefused(code, "\(why); nothing was deleted")
        }
        guard groups.contains(where: { $0.id.lowercased == group }) else {
            throw refuse(.unknownGroup, "there is no client group \"\(group)\"")
        }
        guard group != "clientdirectory" else {
            throw refuse(.groupInUse, "\"clientdirectory\" is the root of the tree of groups")
        }
        let children = groups.filter { $0.parentID?.lowercased == group }.map(\.id)
        guard children.isEmpty else {
            throw refuse(
                .groupInUse,
                "\"\(group)\" has groups below it (\(children.quotedList)): delete those first")
        }
        let productGroups = try await productGroups()
        guard !productGroups.contains(where: { $0.id.lowercased == group }) else {
            throw refuse(
                .groupInUse,
                "a product group is called \"\(group)\" too, and the server would delete both: "
                    + "rename one of them first")
        }
        return group
    }

    // MARK: Details

    private static func check(description: String) throws(ActionRefused) {
        guard description.unicodeScalars.count <= longestDescription else {
            throw ActionRefused(
                .invalidName,
                "the description is longer than \(longestDescription) characters, "
                    + "and the server would cut it")
        }
        guard description.unicodeScalars.allSatisfy({ $0.value <= 0xFFFF }) else {
            throw ActionRefused(
                .invalidName,
                "the description holds a character, such as an emoji, that the server can't keep")
        }
    }

    /// A group's id as the server will store it.
    ///
    /// - Throws: `ActionRefused` where the server would refuse the id, or take it for more than one
    ///   group.
    func checkedGroupID(_ id: ObjectID) throws(ActionRefused) -> ObjectID {
        let stored = id.text.lowercased().trimmed
        guard let first = stored.utf8.first, Self.isLetterOrDigit(first),
            stored.utf8.count <= 255,
            stored.utf8.allSatisfy({ Self.isLetterOrDigit($0) || "-_. ".utf8.contains($0) })
        else {
            throw ActionRefused(
                .invalidName,
                "\"\(id)\" is no group id: use letters, digits, \"-\", \"_\", \".\" and blanks, "
                    + "with a letter or digit first")
        }
        return ObjectID(stored)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

extension String {
    /// The text without blanks at its ends.
    fileprivate var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}
