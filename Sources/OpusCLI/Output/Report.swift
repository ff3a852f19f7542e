/// What a command has to show, before it takes a form.
enum Report {
    case table(Table)
    case record(Record)
}

enum Value: Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    /// A moment, in Unix seconds.
    case time(Int)
    case list([String])
    /// Not known, or none.
    case none

    /// A text, or `none` for nil.
    init(_ text: String?) { self = text.map(Value.text) ?? .none }
}

/// How a cell stands out, where colours may be used.
enum Style {
    case plain, good, warning, bad, faint
}

/// A value, with what a person sees where that differs.
struct Cell {
    var value: Value
    /// What tables show; nil for the value itself.
    var shown: String?
    var style: Style

    init(_ value: Value, shown: String? = nil, style: Style = .plain) {
        self.value = value
        self.shown = shown
        self.style = style
    }

    static func text(_ text: String, style: Style = .plain) -> Cell {
        Cell(.text(text), style: style)
    }

    /// A number that stands out unless it is zero.
    static func count(_ number: Int, _ style: Style = .plain) -> Cell {
        Cell(.number(number), style: number == 0 ? .faint : style)
    }
}

struct Column {
    /// The name in machine formats; it never changes.
    let key: String
    /// The heading in tables.
    let title: String
    let fit: Fit

    /// What happens to a column where the terminal is too narrow.
    enum Fit {
        /// Nothing.
        case fixed
        /// It becomes narrower.
        case flexible
        /// It is text, of which nothing is cut: it has several lines, and where even for those
        /// there is no room, a place below its row.
        case prose
        /// Its hosts are shown without their domains, as long as that tells them apart; narrower it
        /// becomes last of all.
        case host
        /// It is left out, once the flexible ones are narrow; machine formats always have it.
        case optional
        /// Tables for people never have it.
        case machine
    }

    init(_ key: String, _ title: String, fit: Fit = .fixed) {
        self.key = key
        self.title = title
        self.fit = fit
    }
}

/// Rows of the same kind.
struct Table {
    let columns: [Column]
    /// As many cells a row as there are columns.
    var rows: [[Cell]]

    init(_ columns: [Column], _ rows: [[Cell]]) {
        self.columns = columns
        self.rows = rows
    }
}

/// One thing with its properties, and tables of what belongs to it.
struct Record {
    struct Field {
        let key: String
        let title: String
        let cell: Cell
    }

    struct Part {
        let key: String
        let title: String
        let table: Table
    }

    var fields: [Field] = []
    var parts: [Part] = []

    mutating func add(_ key: String, _ title: String, _ cell: Cell) {
        fields.append(Field(key: key, title: title, cell: cell))
    }

    mutating func add(_ key: String, _ title: String, _ table: Table) {
        parts.append(Part(key: key, title: title, table: table))
    }
}
