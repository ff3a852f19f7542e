extension OpsiMock.Fleet {
    /// Deletes the objects with those identities, and what belongs to them.
    mutating func delete(_ rows: [Row], from table: TableName) {
        guard !rows.isEmpty else { return }
        if table == .productOnClient {
            for row in rows {
                let productId = row["productId"].string ?? ""
                let clientId = row["clientId"].string ?? ""
                guard
                    let position = productOnClient.position(
                        productId: productId, clientId: clientId)
                else { continue }
                let stored = productOnClient.rows[position.client][position.row][.productId]
                productOnClient.remove(client: position.client) { $0[.productId] == stored }
            }
            return
        }
        let keys = Set(rows.map { [$0.type?.name ?? ""] + $0.identity.map { Collation.key($0) } })
        let removed = self[table].remove { row in
            keys.contains([row.type?.name ?? ""] + row.identity.map { Collation.key($0) })
        }
        cascade(removed, from: table)
    }

    /// Deletes the objects that all filters accept: without filters, the whole table.
    mutating func delete(
        _ filters: [(attribute: String, filter: Filter)], from table: TableName
    ) {
        if table == .productOnClient {
            let rows = objects(table, filters).map { Row($0, table: table) }
            delete(rows, from: table)
            return
        }
        let removed = self[table].remove { row in
            filters.allSatisfy { $0.filter.accepts(row[$0.attribute]) }
        }
        cascade(removed, from: table)
    }

    /// The database's foreign keys delete what depends on a row.
    private mutating func cascade(_ removed: [Row], from table: TableName) {
        guard !removed.isEmpty else { return }
        switch table {
        case .host:
            let ids = Set(removed.map { Collation.key($0["id"].string ?? "") })
            func concerns(_ row: Row, _ key: String) -> Bool {
                ids.contains(Collation.key(row[key].string ?? ""))
            }
            for id in ids {
                for client in productOnClient.clients(key: id) {
                    productOnClient.remove(client: client) { _ in true }
                }
            }
            self[.objectToGroup].remove {
                $0["groupType"].string == "HostGroup" && concerns($0, "objectId")
            }
            self[.configState].remove { concerns($0, "objectId") }
            self[.auditSoftwareOnClient].remove { concerns($0, "clientId") }
            self[.auditHardwareOnHost].remove { concerns($0, "hostId") }
            self[.productOnDepot].remove { concerns($0, "depotId") }
        case .group:
            let groups = Set(removed.map { [$0.type?.name ?? "", $0["id"].string ?? ""] })
            self[.objectToGroup].remove {
                groups.contains([$0["groupType"].string ?? "", $0["groupId"].string ?? ""])
            }
        default: break
        }
    }
}
