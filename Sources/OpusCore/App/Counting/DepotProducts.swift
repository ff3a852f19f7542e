import OpusBackend
import OpusServer

/// The depots, and what version of each product is there.
struct DepotProducts: Equatable {
    /// Depots ordered by id, each id once; a depot's index is its number.
    let depots: [Depot]
    private let numbers: StringTable
    /// By depot number.
    private let versions: [Versions]
    /// The numbers of those products that a depot has as localboot products.
    private let localboot: Set<UInt32>

    /// - Parameters:
    ///   - records: what was read of the depots.
    ///   - products: takes up the depots' products.
    ///   - versions: takes up their versions.
    init(_ records: ClientRecords, products: inout StringTable, versions: inout StringTable) {
        let depots = records.depots.distinct(by: \.id).sorted { $0.id < $1.id }
        var numbers = StringTable()
        for depot in depots { _ = numbers.number(of: depot.id) }
        var localboot: Set<UInt32> = []
        var pairs = [[(product: UInt32, version: UInt32)]](repeating: [], count: depots.count)
        for product in records.productsOnDepots {
            guard let depot = numbers.existingNumber(of: product.depotID).map(Int.init) else {
                continue
            }
            let number = products.number(of: product.productID)
            pairs[depot].append((number, versions.number(of: product.version)))
            if product.type == .localboot { localboot.insert(number) }
        }
        self.depots = depots
        self.numbers = numbers
        self.versions = pairs.map(Versions.init)
        self.localboot = localboot
    }

    /// The number of each client's depot, by the index of the client; nil where it is unknown.
    func depotsOfClients(_ records: ClientRecords) -> [Int?] {
        let clients = records.states.clients
        var depotOf = [Int?](repeating: nil, count: records.clients.count)
        var last: UInt32?
        for entry in records.clientDepots {
            guard let client = clients.existingNumber(of: entry.clientID, after: last) else {
                continue
            }
            last = client
            depotOf[Int(client)] = numbers.existingNumber(of: entry.depotID).map(Int.init)
        }
        return depotOf
    }

    /// A depot's id, or that of the unknown one.
    func id(of depot: Int) -> ObjectID {
        depot < depots.count ? depots[depot].id : FleetSummary.unknownDepot
    }

    /// The versions that a depot has, by product number, none of the unknown depot: looking many
    /// products up in them is faster than in all depots' versions.
    func versions(onDepot depot: Int) -> Versions {
        depot < versions.count ? versions[depot] : Versions([])
    }

    /// The versions on one depot, by product number.
    struct Versions: Equatable {
        /// Those of the lower product numbers; nil where the depot hasn't the product.
        private var dense: [UInt32?] = []
        /// The others. Were there a place for each of them, too, many depots with few products
        /// each would take all memory.
        private var sparse: [UInt32: UInt32] = [:]

        fileprivate init(_ pairs: [(product: UInt32, version: UInt32)]) {
            let room = 8 * pairs.count + 16
            let highest = pairs.lazy.map { Int($0.product) }.filter { $0 < room }.max()
            dense = Array(repeating: nil, count: highest.map { $0 + 1 } ?? 0)
            for (product, version) in pairs {
                if Int(product) < room {
                    dense[Int(product)] = version
                } else {
                    sparse[product] = version
                }
            }
        }

        /// The version of a product, or nil.
        subscript(product: UInt32) -> UInt32? {
            Int(product) < dense.count ? dense[Int(product)] : sparse[product]
        }

        fileprivate var count: Int { dense.count { $0 != nil } + sparse.count }
    }

    /// How many products a depot has, of every type.
    func productCount(ofDepot depot: Int) -> Int { versions[depot].count }

    /// Whether any depot has this as a localboot product.
    func hasLocalboot(_ product: UInt32) -> Bool { localboot.contains(product) }

    /// Whether the depots themselves are the same, under the same numbers.
    func hasSameDepots(as other: Self) -> Bool { numbers == other.numbers }

    /// Whether a depot has other products or versions than it had.
    func differs(from other: Self, on depot: Int) -> Bool {
        guard depot < versions.count else { return false }
        return versions[depot] != other.versions[depot]
    }
}
