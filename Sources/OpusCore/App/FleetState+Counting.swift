import OpusBackend
import OpusServer

extension FleetState {
    /// Takes a client out of all counts, before anything changes that it was judged by.
    mutating func touch(_ client: Int) {
        guard !slots[client].isTouched else { return }
        slots[client].isTouched = true
        touched.append(client)
        if slots[client].isCounted {
            judge(client, sign: -1)
            count(client, sign: -1)
            slots[client].isCounted = false
        }
    }

    /// Judges whoever was touched, and moves all others on in time.
    mutating func settle() {
        rules.learn(products: products, versions: versions)
        if productTallies.count < products.count {
            let missing = products.count - productTallies.count
            productTallies += Array(repeating: ProductTally(), count: missing)
        }
        for client in touched {
            slots[client].isTouched = false
            guard slots[client].isPresent else { continue }
            judge(client, sign: 1)
            slots[client].troubled = slots[client].rows.compactMap(TroubledRow.init)
            slots[client].states = states(of: client)
            count(client, sign: 1)
            slots[client].isCounted = true
        }
        touched.removeAll()
        for client in order {
            let states = states(of: client)
            guard states != slots[client].states else { continue }
            count(client, sign: -1)
            slots[client].states = states
            count(client, sign: 1)
        }
    }

    private func states(of client: Int) -> ClientStates {
        rules.states(
            of: slots[client].tally, times: slots[client].times, now: clock.localSeconds)
    }

    /// Judges a client's rows, and adds them to the counts of products or takes them out.
    private mutating func judge(_ client: Int, sign: Int) {
        var tally = ClientTally()
        let versions = depots.versions(onDepot: slots[client].depot)
        for row in slots[client].rows {
            let meaning = rules.add(row, onDepot: versions[row.product], to: &tally)
            let product = Int(row.product)
            productTallies[product].rows += sign
            if meaning.contains(.installed) { productTallies[product].installed += sign }
            if meaning.contains(.failed) { productTallies[product].failed += sign }
            if meaning.contains(.updatable) { productTallies[product].updatable += sign }
        }
        slots[client].tally = tally
    }

    /// Adds a client to the counts of its depot and groups, or takes it out.
    private mutating func count(_ client: Int, sign: Int) {
        // Not the whole slot, which would count references to its rows.
        let (depot, states, tally) = (
            slots[client].depot, slots[client].states, slots[client].tally
        )
        depotTallies[depot].counts.add(states, sign)
        depotTallies[depot].failed += sign * tally.failed
        depotTallies[depot].updatable += sign * tally.updatable
        if sign > 0 {
            depotTallies[depot].requests &+= tally.requests
        } else {
            depotTallies[depot].requests &-= tally.requests
        }
        groupCounts?.add(client, states, sign: sign)
    }

    /// Builds the groups anew, with whoever is counted.
    mutating func regroup() {
        groupCounts = (try? groups.get()).map {
            GroupCounts(GroupTree($0, clients: clients, clientCount: slots.count))
        }
        for client in slots.indices where slots[client].isCounted {
            groupCounts?.add(client, slots[client].states, sign: 1)
        }
    }
}
