/// Tables for people, as wide as the terminal at most.
struct TableText {
    private static let gap = 2
    /// Flexible columns become no narrower.
    private static let narrowest = 8
    /// Flexible columns become no narrower while optional ones are there.
    private static let readable = 24

    /// Columns of the terminal; nil for no limit.
    let width: Int?
    let hasColour: Bool

    /// A heading and a line a row; nothing for no rows.
    func of(_ table: Table) -> String {
        guard !table.rows.isEmpty else { return "" }
        let forPeople = table.columns.indices.filter { table.columns[$0].fit != .machine }
        let table = withoutColumnsTooMany(withShortHosts(table.keeping(forPeople)))
        let texts = table.rows.map { $0.map(Self.text) }
        let widths = fitted(table, Self.natural(table, texts))
        let isNumber = table.columns.indices.map { column in
            table.rows.contains { if case .number = $0[column].value { true } else { false } }
        }
        func line(_ cells: [String], styles: [Style]) -> String {
            var line = ""
            var spaces = 0
            for (column, text) in cells.enumerated() {
                let cut = DisplayWidth.cut(text, to: widths[column])
                let rest = widths[column] - DisplayWidth.of(cut)
                if isNumber[column] { spaces += rest }
                line += String(repeating: " ", count: spaces) + styled(cut, styles[column])
                spaces = Self.gap + (isNumber[column] ? 0 : rest)
            }
            return line + "\n"
        }
        let heading = line(
            table.columns.map(\.title), styles: table.columns.map { _ in Style.faint })
        return zip(table.rows, texts).reduce(into: heading) { result, row in
            result += line(row.1, styles: row.0.map(\.style))
        }
    }

    /// A line a property, then each part under its title.
    func of(_ record: Record) -> String {
        let indent = (record.fields.map { DisplayWidth.of($0.title) }.max() ?? 0) + Self.gap
        var text = ""
        for field in record.fields {
            let spaces = String(repeating: " ", count: indent - DisplayWidth.of(field.title))
            let value = Self.text(field.cell)
            text += styled(field.title, .faint) + spaces + styled(value, field.cell.style) + "\n"
        }
        for part in record.parts where !part.table.rows.isEmpty {
            text += "\n\(part.title)\n" + of(part.table)
        }
        return text
    }

    private static func text(_ cell: Cell) -> String {
        if let shown = cell.shown { return shown.visible }
        return switch cell.value {
        case .none: "–"
        case .list(let texts): texts.isEmpty ? "–" : texts.joined(separator: ", ").visible
        case .flag(let flag): flag ? "yes" : "no"
        case .text, .number, .time: cell.value.machineText.visible
        }
    }

    /// The widths of the columns' widest texts.
    private static func natural(_ table: Table, _ texts: [[String]]) -> [Int] {
        var widths = table.columns.map { DisplayWidth.of($0.title) }
        for row in texts {
            for (column, text) in row.enumerated() {
                widths[column] = max(widths[column], DisplayWidth.of(text))
            }
        }
        return widths
    }

    /// The table with hosts by their short names, where the terminal is too narrow for their ids.
    private func withShortHosts(_ table: Table) -> Table {
        let natural = Self.natural(table, table.rows.map { $0.map(Self.text) })
        guard let width, Self.total(natural) > width else { return table }
        var table = table
        for column in table.columns.indices where table.columns[column].fit == .host {
            let ids = Set(table.rows.map { Self.text($0[column]) })
            let short = Set(ids.map { $0.prefix { $0 != "." } })
            // Two that would look the same keep their domains.
            guard short.count == ids.count else { continue }
            for row in table.rows.indices {
                let text = Self.text(table.rows[row][column])
                table.rows[row][column].shown = String(text.prefix { $0 != "." })
            }
        }
        return table
    }

    /// The table without the optional columns that do not fit beside readable flexible ones.
    private func withoutColumnsTooMany(_ table: Table) -> Table {
        guard let width else { return table }
        let natural = Self.natural(table, table.rows.map { $0.map(Self.text) })
        let needed = zip(table.columns, natural).map { column, natural in
            column.fit == .flexible ? min(natural, Self.readable) : natural
        }
        var kept = Array(table.columns.indices)
        while Self.total(kept.map { needed[$0] }) > width,
            let last = kept.lastIndex(where: { table.columns[$0].fit == .optional })
        {
            kept.remove(at: last)
        }
        return table.keeping(kept)
    }

    /// The widths of the columns: their widest text, or less for flexible ones where the terminal
    /// is too narrow.
    private func fitted(_ table: Table, _ natural: [Int]) -> [Int] {
        guard let width else { return natural }
        var widths = natural
        var excess = Self.total(widths) - width
        for fit in [Column.Fit.flexible, .host] {
            let yielding = table.columns.indices.filter { table.columns[$0].fit == fit }
            // The widest gives way first, column by column of the terminal.
            while excess > 0,
                let widest = yielding.max(by: { widths[$0] < widths[$1] }),
                widths[widest] > Self.narrowest
            {
                widths[widest] -= 1
                excess -= 1
            }
        }
        return widths
    }

    private static func total(_ widths: [Int]) -> Int {
        widths.reduce(0, +) + gap * max(0, widths.count - 1)
    }

    private func styled(_ text: String, _ style: Style) -> String {
        guard hasColour, !text.isEmpty, let code = style.code else { return text }
        return "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
}

extension Table {
    /// The table with some of its columns.
    fileprivate func keeping(_ kept: [Int]) -> Table {
        guard kept.count < columns.count else { return self }
        return Table(kept.map { columns[$0] }, rows.map { row in kept.map { row[$0] } })
    }
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
