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
    /// Each once, by the bytes of its id.
    package private(set) var clients: [ClientTimes] = []
    package var depots: [Depot] = []
    package var clientDepots: [ClientDepot] = []
    package var productsOnDepots: [ProductOnDepot] = []
    /// The clients' rows; a client's number in the table is its index among the clients.
    package var states = ProductStateTable()

    package init(clock: ServerClock) { self.clock = clock }

    /// Takes over the clients, the first of those with one id, and no rows.
    package mutating func setClients(_ all: [ClientTimes]) {
        states = ProductStateTable()
        states.clients.reserveCapacity(all.count)
        clients = all.filter { states.clients.insert($0.id) }
    }
}
