/// A class of wire objects: its keys in the order the server writes them, and which of them
/// identify an object.
struct ObjectClass: Sendable {
    let name: String
    let table: TableName
    /// All keys but `type` and `ident`, which end every object.
    let keys: [String]
    let identityKeys: [String]
    /// The value of a key in an object that does not give it; null where there is none.
    let defaults: [String: JSON]

    private let positions: [String: Int]

    init(
        _ name: String, _ table: TableName, keys: String, identity: String,
        defaults: [String: JSON] = [:]
    ) {
        self.name = name
        self.table = table
        self.keys = keys.split(separator: " ").map { String($0) }
        self.identityKeys = identity.split(separator: " ").map { String($0) }
        self.defaults = defaults
        positions = Dictionary(
            uniqueKeysWithValues: self.keys.enumerated().map { ($1, $0) })
    }

    func position(of key: String) -> Int? { positions[key] }
}
