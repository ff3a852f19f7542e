public import OpusServer

extension Backend {
    /// Every client, ordered by id.
    public func clients() async throws -> [Client] {
        try await server.clients().sorted { $0.id < $1.id }
    }

    /// Every product in every version, ordered by id.
    public func products() async throws -> [Product] {
        try await server.products().sorted { ($0.id, $0.version) < ($1.id, $1.version) }
    }

    /// The client groups; the tree `clientdirectory` first.
    public func clientGroups() async throws -> [Group] {
        try await server.clientGroups()
    }

    /// The ids of a client group's direct members, ordered; those that are no clients too.
    ///
    /// - Parameter groupID: the group.
    /// - Returns: their ids.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func clientGroupMembers(_ groupID: ObjectID) async throws -> [ObjectID] {
        try await server.clientGroupMembers(groupID).map(\.objectID).sorted()
    }

    /// The product groups.
    public func productGroups() async throws -> [Group] {
        try await server.productGroups()
    }

    /// The ids of a product group's direct members, ordered.
    ///
    /// - Parameter groupID: the group.
    /// - Returns: their ids.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productGroupMembers(_ groupID: ObjectID) async throws -> [ObjectID] {
        try await server.productGroupMembers(groupID).map(\.objectID).sorted()
    }

    /// Who is a direct member of which product group.
    package func productGroupMembers() async throws -> [GroupMember] {
        try await server.productGroupMembers()
    }

    /// The software that audits found on a client, ordered by name; empty where none has run.
    ///
    /// - Parameter clientID: the client.
    /// - Returns: the software.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func softwareOnClient(_ clientID: ObjectID) async throws -> [Software] {
        try await server.softwareOnClient(clientID)
            .sorted { ($0.name, $0.version) < ($1.name, $1.version) }
    }

    /// The products' states on one client, ordered by product id.
    ///
    /// - Parameter clientID: the client.
    /// - Returns: a row for each product that has a state there.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productsOnClient(_ clientID: ObjectID) async throws -> [ProductOnClient] {
        try await server.productsOnClient(clientID).sorted { $0.productID < $1.productID }
    }
}
