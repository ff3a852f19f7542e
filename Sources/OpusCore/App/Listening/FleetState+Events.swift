import OpusBackend
import OpusServer

extension FleetState {
    /// The number of a client that is in the fleet.
    func number(of id: ObjectID) -> Int? {
        clients.existingNumber(of: id).map(Int.init).flatMap { slots[$0].isPresent ? $0 : nil }
    }

    /// Takes over some of what rows rest on.
    ///
    /// - Parameters:
    ///   - clock: the server's clock.
    ///   - times: when clients of the fleet were created and last seen.
    ///   - products: what the depots have; nil where that was not read.
    ///   - newGroups: groups and members; nil where they were not read.
    mutating func update(
        _ clock: ServerClock, times: [ClientTimes], products: [ProductOnDepot]?,
        groups newGroups: Result<Fleet.Groups, ServerError>?
    ) {
        self.clock = clock
        for client in times {
            guard let number = number(of: client.id), slots[number].times != client else {
                continue
            }
            touch(number)
            slots[number].times = client
        }
        if let products {
            var records = ClientRecords(clock: clock)
            records.depots = depots.depots
            records.productsOnDepots = products
            takeDepots(records)
        }
        if let newGroups, !hasSameGroups(newGroups) {
            groups = newGroups
            regroup()
        }
    }

    /// Removes rows that are not among those that are there.
    mutating func remove(_ names: Set<RowName>, allBut table: ProductStateTable) {
        guard !names.isEmpty else { return }
        let keys = RowKeys(table, self)
        for name in names {
            guard let client = number(of: name.client),
                let product = products.existingNumber(of: name.product),
                !keys.contains(client, product),
                let index = rows(of: client).index(ofProduct: product)
            else { continue }
            touch(client)
            slots[client].rows.remove(at: index)
        }
    }
}
