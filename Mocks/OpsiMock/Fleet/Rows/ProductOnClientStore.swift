/// The table ProductOnClient: rows by client, compact, for fleets of millions of rows.
struct ProductOnClientStore: Sendable {
    var strings = TextPool()
    /// The clients that have or had rows.
    private(set) var clientIds: [String] = []
    private(set) var rows: [ContiguousArray<ProductOnClientRow>] = []
    private var clientsByKey: [String: [Int]] = [:]

    /// The number of rows.
    var count: Int { rows.reduce(0) { $0 + $1.count } }

    /// The place of a client, made where it has none.
    mutating func client(_ id: String) -> Int {
        let key = Collation.key(id)
        if let client = clientsByKey[key]?.first(where: { clientIds[$0] == id }) { return client }
        clientsByKey[key, default: []].append(clientIds.count)
        clientIds.append(id)
        rows.append([])
        return clientIds.count - 1
    }

    /// The places of the clients that the database takes for that id.
    func clients(key: String) -> [Int] { clientsByKey[key] ?? [] }

    mutating func append(_ row: ProductOnClientRow, client: Int) {
        rows[client].append(row)
    }

    /// Where the row of a product on a client is.
    func position(productId: String, clientId: String) -> (client: Int, row: Int)? {
        let key = Collation.key(productId)
        for client in clients(key: Collation.key(clientId)) {
            let exact = strings.existingNumber(of: productId)
            if let exact, let row = rows[client].firstIndex(where: { $0[.productId] == exact }) {
                return (client, row)
            }
            let row = rows[client].firstIndex {
                Collation.key(strings[$0[.productId]] ?? "") == key
            }
            if let row { return (client, row) }
        }
        return nil
    }

    mutating func update(
        _ position: (client: Int, row: Int), _ body: (inout ProductOnClientRow) -> Void
    ) {
        body(&rows[position.client][position.row])
    }

    mutating func remove(client: Int, where isRemoved: (ProductOnClientRow) -> Bool) {
        rows[client].removeAll(where: isRemoved)
    }

    /// Takes an object as it is. Keys beyond the class's own are dropped.
    mutating func append(_ object: JSONObject) {
        let client = client(object["clientId"]?.comparable ?? "")
        var row = ProductOnClientRow()
        for column in ProductOnClientRow.Column.allCases {
            set(column, object[column.rawValue]?.comparable, in: &row)
        }
        append(row, client: client)
    }

    mutating func set(
        _ column: ProductOnClientRow.Column, _ text: String?, in row: inout ProductOnClientRow
    ) {
        if column == .modificationTime {
            row.time = PackedTime(text, in: &strings)
        } else {
            row[column] = strings.number(of: text)
        }
    }

    func text(_ column: ProductOnClientRow.Column, of row: ProductOnClientRow) -> String? {
        column == .modificationTime ? row.time.text(in: strings) : strings[row[column]]
    }
}
