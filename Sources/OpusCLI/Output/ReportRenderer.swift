/// The one place where a report becomes text.
struct ReportRenderer {
    let format: OutputFormat
    /// Columns of the terminal; nil for no limit.
    let width: Int?
    let hasColour: Bool

    /// Whether a person at a terminal reads it, not a program or a file.
    var isForPerson: Bool { format == .table && width != nil }

    /// The whole text, with a newline at its end unless it is empty.
    func render(_ report: Report) -> String {
        switch (format, report) {
        case (.json, .table(let table)): JSONOutput.of(table) + "\n"
        case (.json, .record(let record)): JSONOutput.of(record) + "\n"
        case (.csv, .table(let table)): CSVText.of(table)
        case (.csv, .record(let record)): CSVText.of(record.table)
        case (.plain, .table(let table)): PlainText.of(table)
        case (.plain, .record(let record)): PlainText.of(record)
        case (.table, .table(let table)): TableText(width: width, hasColour: hasColour).of(table)
        case (.table, .record(let record)): TableText(width: width, hasColour: hasColour).of(record)
        }
    }
}

extension Record {
    /// The fields as a table of one row; parts have no place in it.
    fileprivate var table: Table {
        Table(fields.map { Column($0.key, $0.title) }, [fields.map(\.cell)])
    }
}
