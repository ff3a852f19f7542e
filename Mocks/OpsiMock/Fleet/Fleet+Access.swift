extension OpsiMock.Fleet {
    /// The ids of all clients.
    public var clientIds: [String] { clients.compactMap { $0["id"].string } }

    /// The objects of a table.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - key: An attribute to choose by; nothing for all objects.
    ///   - value: The value it must have to the letter.
    /// - Returns: The objects in the order in which they were added.
    public func objects(
        in table: TableName, where key: String? = nil, is value: Value = .null
    ) -> [Object] {
        guard let key else { return objects(table) }
        return objects(table).filter { $0[key] == value }
    }

    /// The members of a group itself, without those of groups below it.
    ///
    /// - Parameters:
    ///   - group: The group's id.
    ///   - type: `HostGroup` or `ProductGroup`.
    /// - Returns: The ids.
    public func members(of group: String, type: String = "HostGroup") -> [String] {
        self[.objectToGroup].rows
            .filter { $0["groupType"].string == type && $0["groupId"].string == group }
            .compactMap { $0["objectId"].string }
    }

    /// Adds an object as it is.
    ///
    /// - Parameters:
    ///   - object: A wire object; its `ident` is made where it has none.
    ///   - table: Where it goes.
    public mutating func add(_ object: Object, to table: TableName) {
        append(object, to: table)
    }

    /// Changes values of a host.
    ///
    /// - Parameters:
    ///   - id: The host's id.
    ///   - values: The attributes to set; not the id.
    public mutating func setHost(_ id: String, _ values: [String: Value]) {
        guard let position = self[.host].position(identity: [id]) else { return }
        self[.host].update(at: position) { row in
            for (key, value) in values where key != "id" { row[key] = value }
        }
    }

    /// Removes objects, and with them what belongs to them.
    ///
    /// - Parameters:
    ///   - table: The table.
    ///   - isRemoved: Which objects go.
    public mutating func remove(from table: TableName, where isRemoved: (Object) -> Bool) {
        let rows = objects(table).filter(isRemoved).map { Row($0, table: table) }
        delete(rows, from: table)
    }

    /// The fleet as a fleet file.
    public var json: [UInt8] {
        var bytes: [UInt8] = []
        for table in TableName.allCases {
            bytes.append(contentsOf: (bytes.isEmpty ? "{" : ",").utf8)
            bytes.appendJSON(table.rawValue)
            bytes.append(UInt8(ascii: ":"))
            if table == .productOnClient {
                productOnClient.write([], attributes: nil, into: &bytes)
            } else {
                JSON.array(objects(table).map { .object($0) }).write(into: &bytes)
            }
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
