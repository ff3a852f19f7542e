import OpusBackend
import OpusServer

extension FleetState {
    /// Takes a client out of all counts, before anything changes that it was judged by.
    mutating func touch(_ client: Int) {
        guard slots[client].touch != .all else { return }
        if slots[client].touch == .rows || slots[client].isCounted {
            judge(client, products: -1)
        }
        takeOut(client)
        slots[client].touch = .all
    }

    /// Replaces a row by what it is now; the counts of its product are mended by the difference.
    mutating func replaceRow(_ index: Int, of client: Int, by row: ProductState) {
        let known = rows(of: client)[index]
        guard known != row else { return }
        slots[client].rows.replace(index, by: row, &kinds)
        guard !known.isJudged(as: row), slots[client].touch != .all else { return }
        takeOut(client)
        slots[client].touch = .rows
        let onDepot = depots.versions(onDepot: slots[client].depot)[row.product]
        var tally = ClientTally()
        countProduct(known, rules.add(known, onDepot: onDepot, to: &tally), sign: -1)
        countProduct(row, rules.add(row, onDepot: onDepot, to: &tally), sign: 1)
    }

    /// Takes a client out of the counts of its depot and groups, until it is judged anew.
    private mutating func takeOut(_ client: Int) {
        if slots[client].touch == .none { touched.append(client) }
        guard slots[client].isCounted else { return }
        count(client, sign: -1)
        slots[client].isCounted = false
    }

    /// Takes up products and versions that are new.
    mutating func learn() {
        rules.learn(products: products, versions: versions)
        if productTallies.count < products.count {
            let missing = products.count - productTallies.count
            productTallies += Array(repeating: ProductTally(), count: missing)
        }
    }

    /// Judges whoever was touched, and moves all others on in time.
    ///
    /// - Parameter movingOn: whether that is wanted: it takes a look at every client.
    mutating func settle(movingOn: Bool = true) {
        learn()
        for client in touched {
            let touch = slots[client].touch
            slots[client].touch = .none
            guard slots[client].isPresent else { continue }
            judge(client, products: touch == .all ? 1 : 0)
            slots[client].troubled = rows(of: client).compactMap(TroubledRow.init)
                .keepingTimes(of: slots[client].troubled)
            slots[client].states = states(of: client)
            count(client, sign: 1)
            slots[client].isCounted = true
        }
        touched.removeAll()
        guard movingOn else { return }
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

    /// Judges a client's rows.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - sign: 1 where its rows are added to the counts of products, -1 where they are taken out,
    ///     0 where neither is wanted.
    private mutating func judge(_ client: Int, products sign: Int) {
        var tally = ClientTally()
        let versions = depots.versions(onDepot: slots[client].depot)
        for row in rows(of: client) {
            let meaning = rules.add(row, onDepot: versions[row.product], to: &tally)
            if sign != 0 { countProduct(row, meaning, sign: sign) }
        }
        slots[client].tally = tally
    }

    /// Adds a row to the counts of its product, or takes it out.
    private mutating func countProduct(_ row: ProductState, _ meaning: ProductMeaning, sign: Int) {
        productTallies[Int(row.product)].add(meaning, sign: sign)
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
