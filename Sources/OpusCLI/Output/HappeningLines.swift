import LocalSystem
import OpusCore

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Unix seconds by this machine's clock.
private func seconds() -> time_t { time(nil) }

/// What happened, a line each: nobody knows the next one, so columns have widths that suit most.
struct HappeningLines {
    let format: OutputFormat
    /// The time that a line is written at, in Unix seconds.
    var now: @Sendable () -> Int = { Int(seconds()) }

    private static let columns = [
        Column("time", "TIME"), Column("what", "WHAT"), Column("client", "CLIENT"),
        Column("product", "PRODUCT"), Column("action", "ACTION"), Column("detail", "DETAIL"),
    ]

    /// What comes before the first line; nil where nothing does.
    var heading: String? { format == .csv ? CSVText.of(Table(Self.columns, [])) : nil }

    func text(_ happening: Happening) -> String {
        let detail = MaskedText(happening.detail).text
        let row: [Cell] = [
            Cell(.time(now())), .text(happening.kind.rawValue), .text(happening.client.text),
            Cell(Value(happening.product?.text)), Cell(.filled(happening.action)),
            Cell(.filled(detail)),
        ]
        let table = Table(Self.columns, [row])
        switch format {
        case .json: return JSONOutput.lines(of: table)
        case .csv: return String(CSVText.of(table).dropFirst(heading?.count ?? 0))
        case .plain: return PlainText.of(table)
        case .table: return Self.line(row, happening, detail)
        }
    }

    private static func line(_ row: [Cell], _ happening: Happening, _ detail: String) -> String {
        let what = happening.kind.rawValue
        var parts = [
            Timestamp.iso(time(row)), what + String(repeating: " ", count: max(0, 9 - what.count)),
            happening.client.text.visible,
        ]
        if let product = happening.product {
            parts.append(
                happening.action.isEmpty
                    ? product.text.visible
                    : "\(product.text.visible) (\(happening.action.visible))")
        }
        if !detail.isEmpty { parts.append(detail.visible) }
        return parts.joined(separator: "  ") + "\n"
    }

    private static func time(_ row: [Cell]) -> Int {
        if case .time(let seconds) = row[0].value { seconds } else { 0 }
    }
}
