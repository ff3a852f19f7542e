import OpusServer

/// The rows of a client as they are kept, in six bytes each instead of sixteen: there are millions
/// of them, and they are most of what is held of a fleet.
struct KeptRows {
    /// A row, in halves of words: of whole words it would take eight bytes.
    struct Row {
        fileprivate let kind: UInt16
        private let low: UInt16
        private let high: UInt16

        fileprivate init(kind: UInt16, modified: UInt32) {
            self.kind = kind
            low = UInt16(truncatingIfNeeded: modified)
            high = UInt16(truncatingIfNeeded: modified >> 16)
        }

        fileprivate var modified: UInt32 { UInt32(high) << 16 | UInt32(low) }
    }

    private var rows: [Row] = []
    /// Those whose kind has no number. They stand after the others.
    private(set) var whole: [ProductState] = []
    /// No row was written later than this; 0 where none has a time.
    private(set) var newest: UInt32 = 0

    init() {}

    /// Some rows.
    init(_ all: [ProductState], _ kinds: inout RowKinds) {
        reserveCapacity(all.count)
        for row in all { add(row, &kinds) }
    }

    var count: Int { rows.count + whole.count }

    /// The row in a place.
    ///
    /// - Parameters:
    ///   - index: the place.
    ///   - client: whose rows these are.
    ///   - kinds: the kinds by number.
    /// - Returns: the row.
    func row(_ index: Int, of client: UInt32, _ kinds: [UInt64]) -> ProductState {
        guard index < rows.count else { return whole[index - rows.count] }
        let row = rows[index]
        return ProductState(client: client, kind: kinds[Int(row.kind)], modified: row.modified)
    }

    /// Makes room for so many rows at once, and no more.
    mutating func reserveCapacity(_ count: Int) { rows.reserveCapacity(count) }

    /// Adds a row; where it stands hangs on its kind.
    mutating func add(_ row: ProductState, _ kinds: inout RowKinds) {
        newest = max(newest, row.modified)
        if let kind = kinds.number(of: row.kind) {
            rows.append(Row(kind: kind, modified: row.modified))
        } else {
            whole.append(row)
        }
    }

    /// Puts a row in the place of another one; where it stands hangs on its kind.
    mutating func replace(_ index: Int, by row: ProductState, _ kinds: inout RowKinds) {
        guard index < rows.count, let kind = kinds.number(of: row.kind) else {
            remove(at: index)
            return add(row, &kinds)
        }
        newest = max(newest, row.modified)
        rows[index] = Row(kind: kind, modified: row.modified)
    }

    mutating func remove(at index: Int) {
        if index < rows.count {
            rows.remove(at: index)
        } else {
            whole.remove(at: index - rows.count)
        }
    }

    /// Removes all rows, and keeps room for as many.
    mutating func removeAll() {
        rows.removeAll(keepingCapacity: true)
        whole = []
        newest = 0
    }

    /// Counts the rows by their kinds, as far as those have numbers, or takes them out.
    func count(in counts: inout KindCounts, depot: Int, sign: Int) {
        for row in rows { counts.add(row.kind, depot: depot, sign: sign) }
    }

    /// Calls a function for each row that was written at or after a time.
    func forEach(since time: UInt32, _ kinds: [UInt64], _ body: (ProductState) -> Void) {
        for row in rows where row.modified >= time {
            body(ProductState(client: 0, kind: kinds[Int(row.kind)], modified: row.modified))
        }
        for row in whole where row.modified >= time { body(row) }
    }
}

/// A client's rows, each made where it is looked at.
struct ClientRows: RandomAccessCollection {
    private let client: UInt32
    private let rows: KeptRows
    private let kinds: [UInt64]

    fileprivate init(_ client: Int, _ rows: KeptRows, _ kinds: [UInt64]) {
        self.client = UInt32(client)
        self.rows = rows
        self.kinds = kinds
    }

    var startIndex: Int { 0 }
    var endIndex: Int { rows.count }

    subscript(index: Int) -> ProductState { rows.row(index, of: client, kinds) }

    /// Where a product's row is. A client's rows mostly come in the order of their products'
    /// numbers, and hold most products, so it is looked for from the place that it has among all.
    func index(ofProduct product: UInt32) -> Int? {
        prefix(Int(product) + 1).lastIndex { $0.product == product }
            ?? firstIndex { $0.product == product }
    }
}

extension FleetState {
    /// A client's rows.
    func rows(of client: Int) -> ClientRows {
        ClientRows(client, slots[client].rows, kinds.all)
    }

    /// Calls a function for each kind of rows that the clients of a depot have, and for each row whose
    /// kind has no number, which are few in every fleet but an odd one.
    ///
    /// - Parameter body: gets a row, of whose client and time nothing may be asked, the number of the
    ///   depot, and how many such rows there are.
    func forEachKind(_ body: (ProductState, _ depot: Int, _ count: Int) -> Void) {
        for depot in depotTallies.indices {
            kindCounts.forEach(onDepot: depot, kinds.all) { body($0, depot, $1) }
        }
        guard kinds.isFull else { return }
        for client in order {
            for row in slots[client].rows.whole { body(row, slots[client].depot, 1) }
        }
    }
}
