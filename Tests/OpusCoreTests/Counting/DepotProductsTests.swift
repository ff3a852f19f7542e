import Testing

@testable import OpusBackend
@testable import OpusCore
@testable import OpusServer

@Suite("Products on depots")
struct DepotProductsTests {
    @Test("a depot with few of many products has their versions, and no other's")
    func sparse() {
        var records = ClientRecords(clock: .stopped)
        func add(_ depot: ObjectID, _ numbers: some Sequence<Int>) {
            var host = Depot()
            host.id = depot
            records.depots.append(host)
            for number in numbers {
                var product = ProductOnDepot()
                product.productID = "product\(number)"
                product.depotID = depot
                product.productVersion = "\(number)"
                product.packageVersion = depot.text
                product.type = .localboot
                records.productsOnDepots.append(product)
            }
        }
        add("a", 0..<1_000)
        add("b", [3, 999])
        add("c", [])
        var products = StringTable()
        var versions = StringTable()
        let depots = DepotProducts(records, products: &products, versions: &versions)
        #expect([0, 1, 2].map(depots.productCount) == [1_000, 2, 0])
        for (depot, name) in ["a", "b", "c", "unknown"].enumerated() {
            let found = products.strings.indices.compactMap { number in
                depots.versions(onDepot: depot)[UInt32(number)].map { versions.strings[Int($0)] }
            }
            let expected = name == "a" ? Array(0..<1_000) : name == "b" ? [3, 999] : []
            #expect(found == expected.map { "\($0)-\(name)" })
        }
    }
}
