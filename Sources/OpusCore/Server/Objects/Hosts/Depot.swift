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
    static let attributes = ["id", "description", "isMasterDepot", "masterDepotId"]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "description": description = try reader.readStringOrEmpty()
        case "isMasterDepot": isMaster = try reader.readNull() ? false : reader.readBool()
        case "masterDepotId": masterID = try reader.readOptionalID()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["id", "isMasterDepot", "masterDepotId"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
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

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "clientId": clientID = try reader.readID()
        case "depotId": depotID = try reader.readID()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["clientId", "depotId"]

    var emptyKey: StaticString? {
        clientID.isEmpty ? "clientId" : depotID.isEmpty ? "depotId" : nil
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
