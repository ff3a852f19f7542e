import OpusServer

/// The calls by which single rows are asked for.
///
/// A call names clients and products, and is answered by every row of one of those clients with one
/// of those products. So rows that have little in common are asked for by several small calls, which
/// cost less than all the rows that come beside those that are wanted.
struct RowCalls {
    /// What one call names.
    struct Call {
        var clients: Set<ObjectID> = []
        var products: Set<ObjectID> = []
        /// How many rows are wanted of it.
        var names = 0

        /// How many rows may come.
        var rows: Int { clients.count * products.count }

        /// Asks for one more.
        mutating func add(_ name: RowName) {
            clients.insert(name.client)
            products.insert(name.product)
            names += 1
        }

        /// How many rows may come where one more is asked for.
        func rows(adding name: RowName) -> Int {
            (clients.count + (clients.contains(name.client) ? 0 : 1))
                * (products.count + (products.contains(name.product) ? 0 : 1))
        }
    }

    /// Calls that are made in one request; with more of them, more rows may come beside.
    static let most = 40
    /// The rows that may come for each that is wanted. A server takes as long for another call in a
    /// request as for some eighty rows; more than eight times eight, and another call is less.
    private static let shares = [8, 24, 64]

    /// The calls that ask for some rows, together.
    static func of(_ names: Set<RowName>) -> [Call] {
        if let one = one(names) { return [one] }
        let clients = Set(names.map(\.client)).count
        let products = Set(names.map(\.product)).count
        // What is next to each other has something in common, if it can.
        let ordered = names.sorted {
            clients <= products
                ? ($0.client, $0.product) < ($1.client, $1.product)
                : ($0.product, $0.client) < ($1.product, $1.client)
        }
        for share in shares {
            let calls = split(ordered, share: share)
            if calls.count <= most { return calls }
        }
        return split(ordered, share: nil)
    }

    /// The call that asks for all, where few others come beside.
    static func one(_ names: Set<RowName>) -> Call? {
        var call = Call()
        let most = min(CallSize.rows, shares[0] * names.count)
        for name in names {
            call.add(name)
            guard call.rows <= most else { return nil }
        }
        return call.names > 0 ? call : nil
    }

    private static func split(_ names: [RowName], share: Int?) -> [Call] {
        var calls: [Call] = []
        var call = Call()
        for name in names {
            let most = min(CallSize.rows, share.map { $0 * (call.names + 1) } ?? .max)
            if call.rows(adding: name) > most {
                calls.append(call)
                call = Call()
            }
            call.add(name)
        }
        if call.names > 0 { calls.append(call) }
        return calls
    }
}
