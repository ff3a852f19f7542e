package import OpusServer

/// Everything about a fleet that the states of its clients rest on, as read at one moment.
package struct Fleet: Sendable {
    /// Client groups, and what their direct members are.
    package struct Groups: Sendable {
        package var groups: [Group]
        package var members: [GroupMember]
    }

    /// The server's clock when the reading began.
    package var clock: ServerClock
    package var info: ServerInfo
    /// Ordered by id; a row of `states` names its client by the index here.
    package var clients: [Client]
    package var depots: [Depot]
    package var clientDepots: [ClientDepot]
    /// One invalid row in the server's database makes all groups unreadable; the rest still counts.
    package var groups: Result<Groups, ServerError>
    package var productsOnDepots: [ProductOnDepot]
    package var states: ProductStateTable
}
