import OpusServer

/// What rows say beside whose they are and when they were written, each by a number: product, version,
/// flags and request.
///
/// Most clients have a product in one of few versions and states, so a fleet's million rows have some
/// thousand kinds, and a row that is kept needs two bytes for its own. A kind that no row has any more
/// keeps its number until everything is read again.
struct RowKinds {
    /// As many as two bytes can number. Rows of further kinds are kept whole, so that a fleet in
    /// which every row is of a kind of its own takes little more than without any kinds.
    static let most = 1 << 16

    /// By number, as `ProductState.kind`.
    private(set) var all: [UInt64] = []
    private let most: Int
    private var numbers: [UInt64: UInt16] = [:]
    /// The number that was given out last for each product: probably the next row's, too, and no
    /// harm where it is another one.
    private var latest: [UInt16] = []

    /// - Parameter most: how many kinds get a number.
    init(most: Int = Self.most) { self.most = min(most, Self.most) }

    /// Whether no kind gets a number any more.
    var isFull: Bool { all.count == most }

    /// The number of a kind, a new one where it is new; nil where there are none left.
    mutating func number(of kind: UInt64) -> UInt16? {
        let product = Int(kind >> 32)
        if product < latest.count {
            let guess = latest[product]
            if Int(guess) < all.count, all[Int(guess)] == kind { return guess }
        }
        guard let number = numbers[kind] ?? newNumber(of: kind) else { return nil }
        if product >= latest.count {
            latest += Array(repeating: 0, count: product + 1 - latest.count)
        }
        latest[product] = number
        return number
    }

    private mutating func newNumber(of kind: UInt64) -> UInt16? {
        guard !isFull else { return nil }
        let number = UInt16(all.count)
        all.append(kind)
        numbers[kind] = number
        return number
    }
}
