extension World {
    /// Refuses a row that refers to something that is not there, with the database's own words.
    func checkReferences(of row: Row, mode: WriteMode) throws(RPCError) {
        switch row.type?.table {
        case .productOnClient:
            guard mode != .mergeExisting else { return }
            let clientId = row["clientId"].string ?? ""
            guard fleet[.host].position(identity: [clientId]) == nil else { return }
            throw Self.foreignKeyError(
                row, table: "PRODUCT_ON_CLIENT", constraint: 1, columns: "`clientId`",
                references: "`HOST` (`hostId`)")
        case .objectToGroup:
            let group = row["groupId"].string ?? ""
            let type = row["groupType"].string
            guard fleet[.group].position(type: type, identity: [group]) == nil else { return }
            throw Self.foreignKeyError(
                row, table: "OBJECT_TO_GROUP", constraint: 1, columns: "`groupType`, `groupId`",
                references: "`GROUP` (`type`, `groupId`)")
        default: return
        }
    }

    private static func foreignKeyError(
        _ row: Row, table: String, constraint: Int, columns: String, references: String
    ) -> RPCError {
        let given = (row.type?.table.filterAttributes ?? []).filter { !row[$0].isNull }
        let names = given.map { "`\($0)`" }
        let values = given.map { row[$0].pythonText }
        let placeholders = given.map { _ in "%s" }.joined(separator: ",")
        let assignments = names.map { "\($0) = %s" }.joined(separator: ",")
        return RPCError(
            type: "IntegrityError",
            message: """
                (MySQLdb.IntegrityError) (1452, 'Cannot add or update a child row: a foreign key \
                constraint fails (`opsi`.`\(table)`, CONSTRAINT `\(table)_ibfk_\(constraint)` \
                FOREIGN KEY (\(columns)) REFERENCES \(references) ON DELETE CASCADE ON UPDATE \
                CASCADE)')
                [SQL: INSERT INTO `\(table)` (\(names.joined(separator: ","))) VALUES \
                (\(placeholders)) ON DUPLICATE KEY UPDATE \(assignments)]
                [parameters: (\((values + values).joined(separator: ", ")))]
                (Background on this error at: https://sqlalche.me/e/14/gkpj)
                """)
    }
}
