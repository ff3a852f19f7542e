package import OpusServer

/// A whole fleet, as read at one moment.
package struct Fleet: Sendable {
    /// Client groups, and what their direct members are.
    package struct Groups: Sendable {
        package var groups: [Group]
        package var members: MembershipTable

        package init(groups: [Group], members: MembershipTable) {
            self.groups = groups
            self.members = members
        }

        package init(groups: [Group], members: [GroupMember]) {
            self.init(groups: groups, members: MembershipTable(members))
        }
    }

    package var info: ServerInfo
    package var records: ClientRecords
    /// One invalid row in the server's database makes all groups unreadable; the rest still counts.
    package var groups: Result<Groups, ServerError>
}

/// Everything that the states of some clients rest on, as read at one moment.
package struct ClientRecords: Sendable {
    /// The server's clock when the reading began.
    package var clock: ServerClock
    /// Each once; a row of `states` names its client by the index here.
    package var clients: [Client]
    package var depots: [Depot]
    package var clientDepots: [ClientDepot]
    package var productsOnDepots: [ProductOnDepot]
    package var states: ProductStateTable
}
