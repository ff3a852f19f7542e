/// All methods that the mock knows, by name.
enum MethodTable {
    static func method(_ name: String) -> Method? { byName[name] }

    static let all: [Method] =
        tableMethods + generalMethods + depotMethods + groupMethods + hostMethods
        + productOnClientMethods + actionRequestMethods + hostControlMethods + legacyMethods
        + logMethods + healthMethods

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    /// The class in which the server implements a table's methods.
    static func owner(_ table: TableName) -> String {
        "RPC\(table.rawValue.prefix(1).uppercased())\(table.rawValue.dropFirst())Mixin"
    }
}
