import OpusServer

/// What the rows of a product come to.
struct ProductTally: Equatable {
    var rows = 0
    var installed = 0
    var failed = 0
    var updatable = 0
    var pending = 0

    /// Counts a row, or takes it out.
    mutating func add(_ meaning: ProductMeaning, sign: Int) {
        rows += sign
        if meaning.contains(.installed) { installed += sign }
        if meaning.contains(.failed) { failed += sign }
        if meaning.contains(.updatable) { updatable += sign }
        if meaning.contains(.pending) { pending += sign }
    }

    /// The counts for others.
    func summary(of product: ObjectID) -> ProductSummary {
        ProductSummary(
            id: product, installed: installed, failed: failed, updatable: updatable,
            pending: pending)
    }
}
