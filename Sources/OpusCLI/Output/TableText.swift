/// Tables for people, as wide as the terminal at most (`TableFitting`).
struct TableText {
    static let gap = 2
    /// Before what stands below a row.
    private static let indent = 4

    /// Columns of the terminal; nil for no limit.
    let width: Int?
    let hasColour: Bool

    /// A heading and a line a row; nothing for no rows.
    func of(_ table: Table) -> String {
        guard !table.rows.isEmpty else { return "" }
        let fitting = TableFitting(table, width: width)
        let shown = fitting.table
        let isNumber = shown.columns.indices.map { column in
            shown.rows.contains { if case .number = $0[column].value { true } else { false } }
        }
        let heading = line(
            shown.columns.map(\.title), fitting.widths, isNumber,
            styles: shown.columns.map { _ in Style.faint })
        return shown.rows.indices.reduce(into: heading) { result, row in
            let cells = shown.rows[row]
            let texts = cells.indices.map { column in
                let text = cells[column].tableText
                let width = fitting.widths[column]
                return shown.columns[column].fit == .prose
                    ? DisplayWidth.wrapped(text, to: width) : [DisplayWidth.cut(text, to: width)]
            }
            for number in 0..<(texts.map(\.count).max() ?? 0) {
                result += line(
                    texts.map { number < $0.count ? $0[number] : "" }, fitting.widths, isNumber,
                    styles: cells.map(\.style))
            }
            result += below(fitting.below, row)
        }
    }

    /// A line a property, then each part under its title.
    func of(_ record: Record) -> String {
        let indent = (record.fields.map { DisplayWidth.of($0.title) }.max() ?? 0) + Self.gap
        var text = ""
        for field in record.fields {
            let spaces = String(repeating: " ", count: indent - DisplayWidth.of(field.title))
            let value = field.cell.tableText
            text += styled(field.title, .faint) + spaces + styled(value, field.cell.style) + "\n"
        }
        for part in record.parts where !part.table.rows.isEmpty {
            text += "\n\(part.title)\n" + of(part.table)
        }
        return text
    }

    private func line(
        _ cells: [String], _ widths: [Int], _ isNumber: [Bool], styles: [Style]
    ) -> String {
        var line = ""
        var spaces = 0
        for (column, text) in cells.enumerated() {
            let cut = DisplayWidth.cut(text, to: widths[column])
            let rest = widths[column] - DisplayWidth.of(cut)
            if isNumber[column] { spaces += rest }
            // Nothing has blanks at its end.
            if !cut.isEmpty {
                line += String(repeating: " ", count: spaces) + styled(cut, styles[column])
                spaces = 0
            }
            spaces += Self.gap + (isNumber[column] ? 0 : rest)
        }
        return line + "\n"
    }

    /// What stands below a row, with its title where there are several.
    private func below(_ table: Table, _ row: Int) -> String {
        let titles = table.columns.count > 1 ? table.columns.map { $0.title.lowercased() } : [""]
        let longest = titles.map { DisplayWidth.of($0) }.max() ?? 0
        let start = Self.indent + (longest > 0 ? longest + Self.gap : 0)
        var result = ""
        for (column, title) in zip(table.columns.indices, titles) {
            let cell = table.rows[row][column]
            guard !cell.isBlank else { continue }
            let room = max(TableFitting.narrowest, (width ?? .max) - start)
            let lines = DisplayWidth.wrapped(cell.tableText, to: room)
            for (number, text) in lines.enumerated() {
                let label = number == 0 ? title : ""
                let rest = start - Self.indent - DisplayWidth.of(label)
                result +=
                    String(repeating: " ", count: Self.indent) + styled(label, .faint)
                    + String(repeating: " ", count: rest) + styled(text, cell.style) + "\n"
            }
        }
        return result
    }

    private func styled(_ text: String, _ style: Style) -> String {
        guard hasColour, !text.isEmpty, let code = style.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension Cell {
    /// What a table shows of it.
    var tableText: String {
        if let shown { return shown.visible }
        return switch value {
        case .none: "–"
        case .list(let texts): texts.isEmpty ? "–" : texts.joined(separator: ", ").visible
        case .flag(let flag): flag ? "yes" : "no"
        case .text, .number, .time: value.machineText.visible
        }
    }

    /// Whether a table shows nothing of it.
    var isBlank: Bool { shown?.isEmpty ?? (value == .none || value == .list([])) }
}

extension Style {
    /// The number by which terminals know it.
    fileprivate var code: Int? {
        switch self {
        case .plain: nil
        case .good: 32
        case .warning: 33
        case .bad: 31
        case .faint: 2
        }
    }
}
