import OpusServer

/// Puts clients into an order of which every beginning is a fair sample of them.
///
/// Each place goes to the client whose depot, groups, system and model are most behind their share
/// of what was taken so far. Where that leaves a choice, it falls by a hash of the id, so that the
/// same clients give the same order, and neighbours by name are not taken together.
struct RolloutSample {
    /// Of so many clients chance alone is a fair sample.
    private static let mostChosen = 500

    /// What is known of a client: the values of each trait, of groups more than one.
    typealias Traits = [[String]]

    private let clients: [ObjectID]
    /// The numbers of each client's values, by client and trait.
    private let values: [[[Int]]]
    /// The share of the clients that have each value.
    private let shares: [Double]

    /// - Parameters:
    ///   - clients: the clients, each once.
    ///   - traits: what is known of them.
    init(_ clients: [ObjectID], _ traits: (ObjectID) -> Traits) {
        let clients = clients.sorted { (Self.hash($0), $0) < (Self.hash($1), $1) }
        var numbers: [String: Int] = [:]
        var counts: [Int] = []
        values = clients.map { client in
            traits(client).enumerated().map { trait, texts in
                texts.map { text in
                    let key = "\(trait) \(text)"
                    let number = numbers[key] ?? counts.count
                    if number == counts.count {
                        numbers[key] = number
                        counts.append(0)
                    }
                    counts[number] += 1
                    return number
                }
            }
        }
        self.clients = clients
        shares = counts.map { Double($0) / Double(max(1, clients.count)) }
    }

    /// The clients in that order.
    var order: [ObjectID] {
        var taken = [Int](repeating: 0, count: shares.count)
        var rest = Array(clients.indices)
        var order: [ObjectID] = []
        while !rest.isEmpty, order.count < Self.mostChosen {
            let next = Double(order.count + 1)
            var best = 0
            var most = -Double.infinity
            for (place, client) in rest.enumerated() {
                let need = need(of: client, next, taken)
                if need > most {
                    most = need
                    best = place
                }
            }
            let client = rest.remove(at: best)
            for trait in values[client] {
                for value in trait { taken[value] += 1 }
            }
            order.append(clients[client])
        }
        return order + rest.map { clients[$0] }
    }

    /// How much a client's values are behind what they should have of so many.
    private func need(of client: Int, _ count: Double, _ taken: [Int]) -> Double {
        var need = 0.0
        for trait in values[client] where !trait.isEmpty {
            var sum = 0.0
            for value in trait { sum += shares[value] * count - Double(taken[value]) }
            need += sum / Double(trait.count)
        }
        return need
    }

    /// FNV-1a, the same on every machine.
    private static func hash(_ id: ObjectID) -> UInt64 {
        id.text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }
}
