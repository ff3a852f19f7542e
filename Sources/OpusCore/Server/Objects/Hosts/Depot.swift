/// A depot server, the configserver included (opsi: `OpsiDepotserver`, `OpsiConfigserver`).
public struct Depot: Sendable, Equatable {
    /// The fully qualified domain name that identifies it.
    public internal(set) var id: ObjectID = ""
    /// What it is, in a few words.
    public internal(set) var description = ""
    /// Whether it is a depot of its own right.
    public internal(set) var isMaster = false
    /// The depot that it belongs to, or nil.
    public internal(set) var masterID: ObjectID?

    init() {}

    /// A depot of which no more is known than its id.
    package init(id: ObjectID) { self.id = id }
}

extension Depot: WireObject {
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &id)
        try member("description", &description)
        try member("isMasterDepot", &isMaster, .required)
        try member("masterDepotId", .required) { reader throws(JSONError) in
            masterID = try reader.readOptionalString().map { ObjectID($0) }
        }
    }
}

/// Which depot serves a client.
public struct ClientDepot: Sendable, Equatable {
    /// The client's id.
    public internal(set) var clientID: ObjectID = ""
    /// The depot's id.
    public internal(set) var depotID: ObjectID = ""
}

extension ClientDepot: WireObject {
    static let attributes: [String] = []

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("clientId", &clientID)
        try member("depotId", &depotID)
    }
}

/// Reads clients' depots. Of a depot that serves thousands there is one text in the end, and no room
/// for more clients: who watches a fleet keeps the list.
struct ClientDepotReader: ElementReader {
    private var list = ObjectListReader<ClientDepot>()

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        try list.readElement(&reader)
    }

    consuming func finish() -> [ClientDepot] {
        var depots: Set<ObjectID> = []
        return list.finish().map { entry in
            var entry = entry
            entry.depotID = depots.insert(entry.depotID).memberAfterInsert
            return entry
        }
    }
}
