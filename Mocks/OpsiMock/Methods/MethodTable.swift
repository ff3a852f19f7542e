/// All methods that the mock knows, by name.
enum MethodTable {
    static func method(_ name: String) -> Method? { byName[name] }

    static let all: [Method] =
        tableMethods + generalMethods + depotMethods + groupMethods + hostMethods
        + productOnClientMethods + actionRequestMethods + hostControlMethods + legacyMethods
        + logMethods + healthMethods

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// A method that makes an object, over one that is there, of the values that it is given.
    static func creation(
        _ name: String, in table: TableName, _ type: String, _ parameters: String,
        _ object: @escaping @Sendable (Arguments) throws(RPCError) -> JSONObject
    ) -> Method {
        Method(
            name, owner: owner(table), parameters,
            .write { world, arguments throws(RPCError) in
                try world.create(try object(arguments), type)
                return .null
            })
    }

    /// A method that deletes what its parameters name.
    static func deletion(_ name: String, in table: TableName, _ parameters: String) -> Method {
        let keys = parameters.split(separator: " ").map { String($0.drop { $0 == "*" }) }
        return Method(
            name, owner: owner(table), parameters,
            .write { world, arguments throws(RPCError) in
                try world.delete(arguments, keys, from: table)
            })
    }

    /// The class in which the server implements a table's methods.
    static func owner(_ table: TableName) -> String {
        "RPC\(table.rawValue.prefix(1).uppercased())\(table.rawValue.dropFirst())Mixin"
    }
}
