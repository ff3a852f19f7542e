import OpusBackend
import OpusServer

/// Which depot each of some clients belongs to, and what version of each product is there.
struct ClientDepots {
    private let products: DepotProducts
    /// The number of each client's depot, by the client's number; nil where it is unknown.
    let depotOfClient: [Int?]

    /// Depots ordered by id; a depot's index is its number.
    var depots: [Depot] { products.depots }

    /// - Parameters:
    ///   - records: the clients and depots.
    ///   - states: the clients' rows, whose tables take up the depots' products and versions.
    init(_ records: ClientRecords, states: inout ProductStateTable) {
        products = DepotProducts(
            records, products: &states.products, versions: &states.versions)
        depotOfClient = products.depotsOfClients(records)
    }

    /// The version that a client's depot has of a product, or nil.
    func version(ofProduct product: UInt32, forClient client: UInt32) -> UInt32? {
        depotOfClient[Int(client)].flatMap {
            products.versions(onDepot: $0)[product]
        }
    }
}
