import OpusCore

/// What came of an action: a row a client.
enum ResultTable {
    static func of(_ report: ActionReport) -> Table {
        let columns = [
            Column("client", "CLIENT", fit: .flexible), Column("result", "RESULT"),
            Column("products", "PRODUCTS", fit: .flexible),
            Column("reason", "REASON", fit: .flexible),
        ]
        let affected = Set(report.plan.steps.map(\.clientID))
        let completed = Dictionary(grouping: report.completed, by: \.clientID)
        let skipped = Dictionary(grouping: report.plan.skipped, by: \.clientID)
        let rows = report.plan.clients.map { client -> [Cell] in
            let steps = completed[client] ?? []
            var products = steps.compactMap(\.productID)
            if case .success(let outcome)? = report.results[client] {
                let added = outcome.requests.map(\.productID).filter { !products.contains($0) }
                products += added
            }
            let reasons = (skipped[client] ?? []).map { skip in
                (skip.productID.map { "\($0): " } ?? "") + skip.reason.description
            }
            switch report.results[client] {
            case .failure(let failure)?:
                return row(client, "failed", .bad, products, failure.message)
            case .success(let outcome)? where affected.contains(client):
                return row(
                    client, "done", .good, products, late(report, client) ?? outcome.answer?.text)
            case .success?, nil:
                return row(client, "nothing to do", .faint, [], reasons.joined(separator: "; "))
            }
        }
        return Table(columns, rows)
    }

    /// What a person at a terminal wants to see of it: all of it while it is short, else those
    /// clients that something is to be said of.
    static func brief(_ report: ActionReport, limit: Int = 30) -> (table: Table, hidden: Int) {
        let whole = of(report)
        guard whole.rows.count > limit else { return (whole, 0) }
        let telling = whole.rows.filter { $0[1].value == .text("failed") || $0[3].value != .none }
            .filter { $0[1].value != .text("nothing to do") }
        return (Table(whole.columns, telling), whole.rows.count - telling.count)
    }

    private static func row(
        _ client: ObjectID, _ result: String, _ style: Style, _ products: [ObjectID],
        _ reason: String?
    ) -> [Cell] {
        let reason = reason ?? ""
        return [
            .text(client.text), .text(result, style: style), Cell(.list(products.map(\.text))),
            Cell(.filled(reason), shown: reason),
        ]
    }

    /// Why a client that has its request does not act on it at once.
    private static func late(_ report: ActionReport, _ client: ObjectID) -> String? {
        guard case .failure(let failure)? = report.onDemand[client] else { return nil }
        return "will act when next in contact (\(failure.message))"
    }
}
