extension Server {
    /// Every depot, the configserver included (`host_getObjects`, type `OpsiDepotserver`); host
    /// keys are not asked for.
    public func depots() async throws -> [Depot] {
        try await objects("host_getObjects", where: ["type": ["OpsiDepotserver"]])
    }

    /// The depot of each client (`configState_getClientToDepotserver`). A client whose depot does
    /// not exist is missing from it.
    public func clientDepots() async throws -> [ClientDepot] {
        try await rpc.call("configState_getClientToDepotserver") { reader throws(JSONError) in
            try reader.readObjects(of: ClientDepot.self)
        }.value
    }
}
