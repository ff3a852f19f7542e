/// How rows are written over those that are there.
enum WriteMode: Sendable {
    /// As new: what is not given becomes null.
    case replace
    /// Null leaves a value as it is, and missing rows are made.
    case merge
    /// Null leaves a value as it is, and missing rows are none of the server's business.
    case mergeExisting
}

extension World {
    /// Writes checked objects as the server's database does: all of them, or none.
    mutating func write(_ rows: [Row], mode: WriteMode) throws(RPCError) {
        for row in rows { try checkReferences(of: row, mode: mode) }
        for row in rows { writeOne(row, mode: mode) }
        if let table = rows.first?.type?.table {
            tell(mode == .replace ? .created : .updated, rows, of: table)
            if table == .productOnClient { signal(rows) }
        }
    }

    /// Notes that a client logged in.
    mutating func see(_ id: String) {
        guard let row = fleet[.host].row(identity: [id]) else { return }
        fleet.setHost(id, ["lastSeen": .string(now)])
        tell(.updated, [row], of: .host)
    }

    /// Deletes objects, whether they are there or not.
    mutating func delete(_ rows: [Row], from table: TableName) {
        fleet.delete(rows, from: table)
        tell(.deleted, rows, of: table)
    }

    private mutating func writeOne(_ row: Row, mode: WriteMode) {
        guard let type = row.type else { return }
        if type.table == .productOnClient {
            writeProductOnClient(row, mode: mode)
            return
        }
        let position = fleet[type.table].position(type: type.name, identity: row.identity)
        if type.table == .host { takeHardwareAddress(of: row) }
        guard let position else {
            if mode != .mergeExisting { fleet[type.table].append(completed(row)) }
            return
        }
        fleet[type.table].update(at: position) { existing in
            // A host may become another kind of host.
            if existing.type?.name != type.name {
                let old = existing
                existing = row
                for key in type.keys where row[key].isNull { existing[key] = old[key] }
                return
            }
            for key in type.keys where mode == .replace || !row[key].isNull {
                existing[key] = row[key]
            }
        }
        if mode == .replace {
            let completed = completed(fleet[type.table].rows[position])
            fleet[type.table].update(at: position) { $0 = completed }
        }
    }

    /// What the database gives a new row by itself.
    private func completed(_ row: Row) -> Row {
        guard row.type?.table == .host else { return row }
        var row = row
        for key in ["description", "notes", "inventoryNumber"] where row[key].isNull {
            row[key] = ""
        }
        if row["opsiHostKey"].isNull { row["opsiHostKey"] = .string(Self.newHostKey()) }
        if row.type?.name == "OpsiClient" {
            for key in ["created", "lastSeen"] where row[key].isNull { row[key] = .string(now) }
        }
        return row
    }

    private static func newHostKey() -> String {
        let digits = Array("0123456789abcdef")
        return String((0..<32).map { _ in digits[Int.random(in: 0..<16)] })
    }

    /// A hardware address belongs to one host: who had it before loses it.
    private mutating func takeHardwareAddress(of row: Row) {
        guard let address = row["hardwareAddress"].string, !address.isEmpty else { return }
        let id = row["id"].string ?? ""
        for (position, other) in fleet[.host].rows.enumerated()
        where other["hardwareAddress"].string?.lowercased() == address
            && !Collation.areEqual(other["id"].string ?? "", id)
        {
            fleet[.host].update(at: position) { $0["hardwareAddress"] = .null }
        }
    }

    private mutating func writeProductOnClient(_ row: Row, mode: WriteMode) {
        let productId = row["productId"].string ?? ""
        let clientId = row["clientId"].string ?? ""
        let position = fleet.productOnClient.position(productId: productId, clientId: clientId)
        guard position != nil || mode != .mergeExisting else { return }
        var stored = position.map { fleet.productOnClient.rows[$0.client][$0.row] } ?? .init()
        let before = stored
        for column in ProductOnClientRow.Column.allCases where column != .modificationTime {
            let text = row[column.rawValue].string
            guard text != nil || mode == .replace || position == nil else { continue }
            fleet.productOnClient.set(column, text ?? Self.default(of: column), in: &stored)
        }
        if let time = row["modificationTime"].string {
            let isZero = time.hasPrefix("0000")
            fleet.productOnClient.set(.modificationTime, isZero ? nil : time, in: &stored)
        } else if mode == .replace || position == nil || stored != before {
            stored.time = PackedTime(seconds: nowSeconds)
        }
        if let position {
            fleet.productOnClient.update(position) { $0 = stored }
        } else {
            let client = fleet.productOnClient.client(clientId)
            fleet.productOnClient.append(stored, client: client)
        }
    }

    private static func `default`(of column: ProductOnClientRow.Column) -> String? {
        switch column {
        case .installationStatus: "not_installed"
        case .actionRequest: "none"
        default: nil
        }
    }
}
