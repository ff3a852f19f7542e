import OpusBackend
import OpusServer

/// Which depot each client of a fleet belongs to, and what version of each product is there.
struct ClientDepots {
    /// Depot ids in order; a depot's index is its number.
    let ids: [String]
    /// The number of each client's depot, by the client's number; nil where it is unknown.
    let depotOfClient: [Int?]
    /// The version number of each product, by depot and product number.
    private let versions: [[UInt32?]]

    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - states: its rows, whose tables take up the depots' products and versions.
    init(_ fleet: Fleet, states: inout ProductStateTable) {
        ids = Set(fleet.depots.map(\.id)).sorted()
        let numbers = Dictionary(
            uniqueKeysWithValues: ids.enumerated().map { ($0.element, $0.offset) })
        var depotOfClient = [Int?](repeating: nil, count: fleet.clients.count)
        for entry in fleet.clientDepots {
            guard let client = states.clients.existingNumber(of: entry.clientID),
                Int(client) < depotOfClient.count
            else { continue }
            depotOfClient[Int(client)] = numbers[entry.depotID]
        }
        self.depotOfClient = depotOfClient

        let entries = fleet.productsOnDepots.compactMap { product in
            numbers[product.depotID].map { depot in
                (
                    depot: depot, product: states.products.number(of: product.productID),
                    version: states.versions.number(of: product.version)
                )
            }
        }
        let row = [UInt32?](repeating: nil, count: states.products.strings.count)
        var versions = [[UInt32?]](repeating: row, count: ids.count)
        for entry in entries { versions[entry.depot][Int(entry.product)] = entry.version }
        self.versions = versions
    }

    /// The version that a client's depot has of a product, or nil.
    func version(ofProduct product: UInt32, forClient client: UInt32) -> UInt32? {
        depotOfClient[Int(client)].flatMap { versions[$0][Int(product)] }
    }
}
