import OpusServer

/// What the rows of a product come to.
struct ProductTally: Equatable {
    var rows = 0
    var installed = 0
    var failed = 0
    var updatable = 0
    var pending = 0

    /// Counts rows that mean the same.
    mutating func add(_ meaning: ProductMeaning, count: Int = 1) {
        rows += count
        if meaning.contains(.installed) { installed += count }
        if meaning.contains(.failed) { failed += count }
        if meaning.contains(.updatable) { updatable += count }
        if meaning.contains(.pending) { pending += count }
    }

    /// The counts for others.
    func summary(of product: ObjectID) -> ProductSummary {
        ProductSummary(
            id: product, installed: installed, failed: failed, updatable: updatable,
            pending: pending)
    }
}
