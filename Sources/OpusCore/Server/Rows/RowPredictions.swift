/// What the next row will probably hold: rows come client by client, with much the same products
/// in the same order and mostly in the same versions. A right guess saves a search, and a wrong
/// one costs a comparison.
struct RowPredictions {
    private struct Product {
        /// The product that came after this one.
        var next = ProductStateReader.absent
        /// The last version seen of it, and the numbers of its two parts.
        var parts = UInt64.max
        var version = ProductStateReader.absent
    }

    private(set) var lastClient = ProductStateReader.absent
    private var lastProduct = ProductStateReader.absent
    private var firstProduct = ProductStateReader.absent
    private var products: [Product] = []

    /// The product of the next row, if one can be guessed.
    var nextProduct: UInt32 {
        guard Int(lastProduct) < products.count else { return ProductStateReader.absent }
        let next = products[Int(lastProduct)].next
        return next == ProductStateReader.absent ? firstProduct : next
    }

    /// The numbers of the two parts of a product's version.
    @inline(__always)
    func parts(ofProduct product: UInt32) -> (product: UInt32, package: UInt32) {
        guard Int(product) < products.count else {
            return (ProductStateReader.absent, ProductStateReader.absent)
        }
        let parts = products[Int(product)].parts
        return (UInt32(truncatingIfNeeded: parts >> 32), UInt32(truncatingIfNeeded: parts))
    }

    /// The version with these parts, where the product had it before.
    @inline(__always)
    func version(ofProduct product: UInt32, parts: UInt64) -> UInt32? {
        guard Int(product) < products.count, products[Int(product)].parts == parts else {
            return nil
        }
        return products[Int(product)].version
    }

    @inline(__always)
    mutating func saw(_ row: WireRow, version: UInt32?) {
        if Int(row.product) >= products.count {
            let missing = Int(row.product) + 1 - products.count
            products.append(contentsOf: repeatElement(Product(), count: missing))
        }
        if Int(lastProduct) < products.count {
            if row.client != lastClient {
                firstProduct = row.product
            } else {
                products[Int(lastProduct)].next = row.product
            }
        } else {
            firstProduct = row.product
        }
        if let version {
            products[Int(row.product)].parts =
                UInt64(row.productVersion) << 32 | UInt64(row.packageVersion)
            products[Int(row.product)].version = version
        }
        lastClient = row.client
        lastProduct = row.product
    }
}
