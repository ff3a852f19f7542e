/// A table of the server's database, but for ProductOnClient, which has a store of its own.
struct Table: Sendable {
    let name: TableName
    private(set) var rows: [Row] = []
    /// The rows by key. Fleet files are taken as they are, so a key may have several.
    private var index: [String: [Int]] = [:]

    init(_ name: TableName) {
        self.name = name
    }

    /// What must be unique to the database: the identity, and in groups the type too.
    private func key(_ row: Row) -> String {
        key(type: row.type?.name, identity: row.identity)
    }

    private func key(type: String?, identity: [String]) -> String {
        Collation.key(((name == .group ? [type ?? ""] : []) + identity).joined(separator: "\u{1F}"))
    }

    mutating func append(_ row: Row) {
        index[key(row), default: []].append(rows.count)
        rows.append(row)
    }

    /// The place of the row with that key.
    func position(type: String? = nil, identity: [String]) -> Int? {
        index[key(type: type, identity: identity)]?.first
    }

    func row(type: String? = nil, identity: [String]) -> Row? {
        position(type: type, identity: identity).map { rows[$0] }
    }

    /// Changes a row's values; its key must stay.
    mutating func update(at position: Int, _ body: (inout Row) -> Void) {
        body(&rows[position])
    }

    /// Inserts a row, or replaces the one with its key.
    mutating func replace(_ row: Row) {
        if let position = position(type: row.type?.name, identity: row.identity) {
            rows[position] = row
        } else {
            append(row)
        }
    }

    /// Removes rows and returns them.
    @discardableResult
    mutating func remove(where isRemoved: (Row) -> Bool) -> [Row] {
        let removed = rows.filter(isRemoved)
        guard !removed.isEmpty else { return [] }
        let kept = rows.filter { !isRemoved($0) }
        rows = []
        index = [:]
        for row in kept { append(row) }
        return removed
    }

    /// The rows that all filters accept.
    func select(_ filters: [(attribute: String, filter: Filter)]) -> [Row] {
        candidates(filters).filter { row in
            filters.allSatisfy { $0.filter.accepts(row[$0.attribute]) }
        }
    }

    /// Where one attribute is the whole key and is asked for literally, only those rows.
    private func candidates(_ filters: [(attribute: String, filter: Filter)]) -> [Row] {
        guard name == .host,
            let literals = filters.first(where: { $0.attribute == "id" })?
                .filter.literals
        else { return rows }
        return Set(literals.flatMap { index[$0] ?? [] }).sorted().map { rows[$0] }
    }
}
