import LocalSystem

/// JSON with members in the order of columns: a table is a list of objects, a record one object.
enum JSONOutput {
    static func of(_ table: Table) -> String { list(table, indent: "") }

    static func of(_ record: Record) -> String {
        let fields = record.fields.map { (key: $0.key, value: text($0.cell.value)) }
        let parts = record.parts.map { (key: $0.key, value: list($0.table, indent: "  ")) }
        let members = (fields + parts).map { "  \(quoted($0.key)): \($0.value)" }
        return members.isEmpty ? "{}" : "{\n" + members.joined(separator: ",\n") + "\n}"
    }

    /// An object a line, for programs that read while more comes.
    static func lines(of table: Table) -> String {
        table.rows.reduce(into: "") { text, row in
            let members = zip(table.columns, row).map { column, cell in
                "\(quoted(column.key)): \(self.text(cell.value))"
            }
            text += "{" + members.joined(separator: ", ") + "}\n"
        }
    }

    private static func list(_ table: Table, indent: String) -> String {
        guard !table.rows.isEmpty else { return "[]" }
        let rows = table.rows.map { row in
            let members = zip(table.columns, row).map { column, cell in
                "\(quoted(column.key)): \(text(cell.value))"
            }
            return indent + "  {" + members.joined(separator: ", ") + "}"
        }
        return "[\n" + rows.joined(separator: ",\n") + "\n\(indent)]"
    }

    private static func text(_ value: Value) -> String {
        switch value {
        case .text(let text): quoted(text)
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .time(let seconds): quoted(Timestamp.iso(seconds))
        case .list(let texts): "[" + texts.map(quoted).joined(separator: ", ") + "]"
        case .none: "null"
        }
    }

    private static func quoted(_ text: String) -> String { JSONString.quoted(text) }
}
