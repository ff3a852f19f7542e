import OpusBackend
import OpusServer

/// Which depot each client belongs to, and what version of each product is there.
struct ClientDepots {
    /// Depots ordered by id, each id once; a depot's index is its number.
    let depots: [Depot]
    /// The number of each client's depot, by the client's number; nil where it is unknown.
    let depotOfClient: [Int?]
    /// The numbers of those products that a depot has as localboot products.
    let localbootProducts: Set<UInt32>
    /// The version number of each product, by depot and product number; nil where the depot
    /// hasn't the product.
    private let versions: [[UInt32?]]

    /// - Parameters:
    ///   - records: the clients and depots.
    ///   - states: the clients' rows, whose tables take up the depots' products and versions.
    init(_ records: ClientRecords, states: inout ProductStateTable) {
        // Ids are told apart by their bytes: to Swift two strings can be equal that are not the
        // same.
        let depots = records.depots.distinct(by: \.id).sorted { $0.id < $1.id }
        var numbers = StringTable()
        for depot in depots { _ = numbers.number(of: depot.id) }
        self.depots = depots

        var depotOfClient = [Int?](repeating: nil, count: records.clients.count)
        for entry in records.clientDepots {
            guard let client = states.clients.existingNumber(of: entry.clientID),
                Int(client) < depotOfClient.count
            else { continue }
            depotOfClient[Int(client)] = numbers.existingNumber(of: entry.depotID).map(Int.init)
        }
        self.depotOfClient = depotOfClient

        let entries = records.productsOnDepots.compactMap { product in
            numbers.existingNumber(of: product.depotID).map { depot in
                (
                    depot: Int(depot), product: states.products.number(of: product.productID),
                    version: states.versions.number(of: product.version),
                    isLocalboot: product.type == .localboot
                )
            }
        }
        let row = [UInt32?](repeating: nil, count: states.products.strings.count)
        var versions = [[UInt32?]](repeating: row, count: depots.count)
        for entry in entries { versions[entry.depot][Int(entry.product)] = entry.version }
        self.versions = versions
        localbootProducts = Set(entries.lazy.filter(\.isLocalboot).map(\.product))
    }

    /// The version that a client's depot has of a product, or nil.
    func version(ofProduct product: UInt32, forClient client: UInt32) -> UInt32? {
        depotOfClient[Int(client)].flatMap { versions[$0][Int(product)] }
    }

    /// How many products a depot has, of every type.
    func productCount(ofDepot depot: Int) -> Int { versions[depot].count { $0 != nil } }

}
