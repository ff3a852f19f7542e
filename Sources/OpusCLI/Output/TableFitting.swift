/// How a table fits a terminal. Where it is too narrow, this gives way, one after the other:
///
/// 1. hosts lose their domains, where that still tells them apart;
/// 2. columns in which nothing stands are left out;
/// 3. optional columns are left out, the last one first;
/// 4. text goes below its row, where it would have a few columns only, and optional columns come
///    back as far as there is room;
/// 5. text has more lines, and names are cut, the widest first;
/// 6. hosts are cut.
struct TableFitting {
    /// Columns that are cut become no narrower.
    static let narrowest = 8
    /// Text in a column has so much room, and names do while optional columns are there.
    static let readable = 24

    /// What stands in columns.
    private(set) var table: Table
    private(set) var widths: [Int]
    /// What stands below each row.
    private(set) var below: Table

    init(_ whole: Table, width: Int?) {
        let forPeople = whole.columns.indices.filter { whole.columns[$0].fit != .machine }
        table = whole.keeping(forPeople)
        below = table.keeping([])
        widths = []
        guard let width, Self.total(natural) > width else {
            widths = natural
            return
        }
        shortenHosts()
        if Self.total(natural) > width { dropBlankColumns() }
        let whole = table
        dropOptionalColumns(to: width)
        if Self.total(needed) > width {
            table = whole
            putTextBelow()
            dropOptionalColumns(to: width)
        }
        widths = natural
        yield(to: width)
    }

    /// The widths of the columns' widest texts.
    private var natural: [Int] {
        table.columns.indices.map { column in
            table.rows.reduce(DisplayWidth.of(table.columns[column].title)) {
                max($0, DisplayWidth.of($1[column].tableText))
            }
        }
    }

    /// The widths with which all can still be read well.
    private var needed: [Int] {
        zip(table.columns, natural).map { column, natural in
            column.fit == .flexible || column.fit == .prose
                ? min(natural, Self.readable) : natural
        }
    }

    private mutating func shortenHosts() {
        for column in table.columns.indices where table.columns[column].fit == .host {
            let ids = Set(table.rows.map { $0[column].tableText })
            let short = Set(ids.map { $0.prefix { $0 != "." } })
            // Two that would look the same keep their domains.
            guard short.count == ids.count else { continue }
            for row in table.rows.indices {
                let text = table.rows[row][column].tableText
                table.rows[row][column].shown = String(text.prefix { $0 != "." })
            }
        }
    }

    private mutating func dropBlankColumns() {
        let filled = table.columns.indices.filter { column in
            table.rows.contains { !$0[column].isBlank }
        }
        if !filled.isEmpty { table = table.keeping(filled) }
    }

    private mutating func dropOptionalColumns(to width: Int) {
        while Self.total(needed) > width,
            let last = table.columns.lastIndex(where: { $0.fit == .optional })
        {
            table = table.keeping(table.columns.indices.filter { $0 != last })
        }
    }

    private mutating func putTextBelow() {
        let isText = table.columns.map { $0.fit == .prose }
        let whole = table
        guard isText.contains(false) else { return }
        table = whole.keeping(whole.columns.indices.filter { !isText[$0] })
        below = whole.keeping(whole.columns.indices.filter { isText[$0] })
    }

    private mutating func yield(to width: Int) {
        var excess = Self.total(widths) - width
        let least = zip(table.columns, widths).map { column, width in
            column.fit == .prose ? min(width, Self.readable) : Self.narrowest
        }
        for fits in [[Column.Fit.flexible, .prose], [.host]] {
            let yielding = table.columns.indices.filter { fits.contains(table.columns[$0].fit) }
            while excess > 0,
                let widest = yielding.filter({ widths[$0] > least[$0] })
                    .max(by: { widths[$0] < widths[$1] })
            {
                widths[widest] -= 1
                excess -= 1
            }
        }
    }

    private static func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + TableText.gap * max(0, widths.count - 1)
    }
}

extension Table {
    /// The table with some of its columns.
    fileprivate func keeping(_ kept: [Int]) -> Table {
        guard kept.count < columns.count else { return self }
        return Table(kept.map { columns[$0] }, rows.map { row in kept.map { row[$0] } })
    }
}
