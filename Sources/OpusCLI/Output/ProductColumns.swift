import OpusCore

/// Tables of products on clients.
enum ProductColumns {
    /// A row a product, of one client.
    static func table(_ products: [ProductDetails], now: Int) -> Table {
        Table(
            [Column("product", "PRODUCT", fit: .flexible)] + columns,
            products.map { [.text($0.state.productID.text)] + cells($0, now: now) })
    }

    /// A row a client, of one product.
    static func clients(_ clients: [ProductDetails], now: Int) -> Table {
        Table(
            [Column("client", "CLIENT", fit: .host)] + columns,
            clients.map { [.text($0.state.clientID.text)] + cells($0, now: now) })
    }

    private static let columns = [
        Column("status", "STATUS"), Column("version", "VERSION"),
        Column("depotVersion", "ON DEPOT", fit: .optional),
        Column("lastAction", "LAST ACTION"), Column("result", "RESULT"),
        Column("request", "REQUEST"), Column("changed", "CHANGED", fit: .optional),
    ]

    private static func cells(_ product: ProductDetails, now: Int) -> [Cell] {
        let state = product.state
        return [
            .text(state.installationStatus.rawValue, style: .plain),
            Cell(Value(state.version)),
            Cell(Value(product.depotVersion), style: product.isUpdatable ? .warning : .plain),
            Cell(.filled(state.lastAction == "none" ? "" : state.lastAction)),
            Cell(
                state.actionResult == .none ? .none : .text(state.actionResult.rawValue),
                style: product.isFailed ? .bad : .plain),
            request(product),
            Cell(
                product.changed.map(Value.time) ?? .none,
                shown: product.changed.map { Age.text(of: $0, now: now) }),
        ]
    }

    private static func request(_ product: ProductDetails) -> Cell {
        let state = product.state
        let action = state.actionRequest.map { $0 == .none ? Value.none : .text($0.rawValue) }
        // An action that opus does not know is still one.
        let value = action ?? .text("other")
        guard !state.actionProgress.isEmpty, case .text(let text) = value else {
            return Cell(value)
        }
        return Cell(value, shown: "\(text): \(state.actionProgress)")
    }
}
