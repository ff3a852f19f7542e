import OpusBackend
public import OpusServer

/// A whole fleet at one moment: the states of every client, counted by depot, group and product.
///
/// Both front ends count by it, so a number in a dashboard and one at a terminal can't differ.
public struct FleetSummary: Sendable {
    /// The server's own clock when the fleet was read, in Unix seconds. Ages are judged by it.
    public let serverTime: Int
    /// The opsi version that the server reports, such as `4.3.23.7`; nil where it reports none.
    public let serverVersion: String?
    /// Every client, ordered by id.
    public let clients: [ClientSummary]
    /// Every depot, ordered by id, then the depot `unknown`, to which clients belong whose
    /// depot the server can't name. Each client is counted in exactly one of them.
    public let depots: [DepotSummary]
    /// Every host group, ordered by id, or why groups could not be read. Clients are counted once
    /// in each group that they belong to, so groups overlap.
    public let groups: Result<[GroupSummary], ServerError>
    /// Every localboot product that is on an existing depot or on a client, ordered by id.
    public let products: [ProductSummary]
    /// Every version of a localboot product that failed on a client, by depot.
    public internal(set) var failingVersions: [FailingVersion] = []
    /// Every client with a failed product, ordered by id.
    public internal(set) var failedClients: [FailedClient] = []

    /// The depot under which clients are counted whose depot does not exist.
    public static let unknownDepot = ClientRecords.unknownDepot

    /// Since when clients are failed (`FailedClient.since`); a client is missing where none of its
    /// products is failed, or no row has a time.
    public var failedSince: [ObjectID: Int] {
        failedClients.reduce(into: [:]) { since, client in since[client.id] = client.since }
    }
}

/// One client's states.
public struct ClientSummary: Sendable, Equatable {
    /// The client's id, its fully qualified domain name.
    public let id: ObjectID
    /// The depot that serves it, or `FleetSummary.unknownDepot`.
    public let depot: ObjectID
    /// The states it is in.
    public let states: ClientStates
    /// Products whose last action failed.
    public let failedProducts: Int
    /// Installed products of which the depot has a newer version.
    public let updatableProducts: Int
    /// When the client was last seen, in Unix seconds; nil if never recorded.
    public let lastSeen: Int?
}

extension ClientSummary {
    /// What is known of a client once its rows are judged.
    init(
        _ client: ClientTimes, depot: ObjectID, _ tally: ClientTally, _ states: ClientStates,
        _ clock: ServerClock
    ) {
        id = client.id
        self.depot = depot
        self.states = states
        failedProducts = tally.failed
        updatableProducts = tally.updatable
        lastSeen = client.lastSeen?.unixTime(utcOffset: clock.utcOffset)
    }
}

/// One depot's counts; every client is counted in exactly one depot.
public struct DepotSummary: Sendable, Equatable {
    /// What is known of the depot itself beside its clients.
    public struct Details: Sendable, Equatable {
        /// The id of the depot's master: its own if it is a master itself, `""` if it has none.
        public let master: ObjectID
        /// Products on the depot, of every type.
        public let products: Int
    }

    /// The depot's id, or `FleetSummary.unknownDepot`.
    public let id: ObjectID
    /// The depot itself; nil for the depot `unknown`, which is none.
    public let details: Details?
    /// The states of its clients.
    public let counts: StateCounts
    /// Its clients that are direct members of no host group; nil where groups could not be read.
    public let ungrouped: Int?
    /// Pairs of client and product whose last action failed.
    public let productsFailed: Int
    /// Pairs of client and product of which the depot has a newer version.
    public let productsUpdatable: Int
    /// Pairs of client and product by requested action; every action but none has an entry.
    public let productsRequested: [ActionRequest: Int]
}

/// One host group's counts, the members of the groups below it included.
public struct GroupSummary: Sendable, Equatable {
    /// The group's id, exactly as the server has it.
    public let id: ObjectID
    /// The id of the group above it, whether or not that exists; nil for a root.
    public let parent: ObjectID?
    /// The states of its clients, each counted once.
    public let counts: StateCounts
}

/// One product's counts over the whole fleet.
public struct ProductSummary: Sendable, Equatable {
    /// The product's id.
    public let id: ObjectID
    /// Clients on which it is installed.
    public let installed: Int
    /// Clients on which its last action failed.
    public let failed: Int
    /// Clients on which it is installed and whose depot has a newer version.
    public let updatable: Int
    /// Clients on which an action with it is requested that has not run yet.
    public let pending: Int
}
