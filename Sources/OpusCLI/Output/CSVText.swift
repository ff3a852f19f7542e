import LocalSystem

/// Comma-separated values after RFC 4180, with a heading; lists have spaces between their items.
enum CSVText {
    static func of(_ table: Table) -> String {
        let heading = line(table.columns.map(\.key))
        return table.rows.reduce(into: heading) { $0 += line($1.map { $0.value.machineText }) }
    }

    private static func line(_ fields: [String]) -> String {
        fields.map(quoted).joined(separator: ",") + "\r\n"
    }

    private static func quoted(_ text: String) -> String {
        // A carriage return and a newline are one character in Swift, so bytes are looked at.
        let isPlain = text.utf8.allSatisfy {
            $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != 0x0A && $0 != 0x0D
        }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}

/// A line a row with tabs between values, for `cut`, `awk` and `xargs`.
enum PlainText {
    static func of(_ table: Table) -> String {
        table.rows.reduce(into: "") { $0 += line($1.map(\.value)) }
    }

    /// A line a property, its name first; rows of parts have the part's name before them.
    static func of(_ record: Record) -> String {
        let fields = record.fields.map { line([.text($0.key), $0.cell.value]) }
        let parts = record.parts.flatMap { part in
            part.table.rows.map { line([.text(part.key)] + $0.map(\.value)) }
        }
        return (fields + parts).joined()
    }

    private static func line(_ values: [Value]) -> String {
        values.map { $0.machineText.visible }.joined(separator: "\t") + "\n"
    }
}

extension Value {
    /// The value where only text fits; nothing for none.
    var machineText: String {
        switch self {
        case .text(let text): text
        case .number(let number): "\(number)"
        case .flag(let flag): flag ? "true" : "false"
        case .time(let seconds): Timestamp.iso(seconds)
        case .list(let texts): texts.joined(separator: " ")
        case .none: ""
        }
    }
}
