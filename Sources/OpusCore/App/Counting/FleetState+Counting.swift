import OpusBackend
import OpusServer

extension FleetState {
    /// Takes a client out of all counts, before anything changes that it was judged by.
    mutating func touch(_ client: Int) {
        guard slots[client].touch != .all else { return }
        if slots[client].touch == .rows || slots[client].isCounted {
            countKinds(of: client, sign: -1)
        }
        if slots[client].touch == .none { touched.append(client) }
        slots[client].touch = .all
        guard slots[client].isCounted else { return }
        count(client, sign: -1)
        slots[client].isCounted = false
    }

    /// Replaces a row by what it is now; the counts of kinds are mended by the difference, and the
    /// client stays in the other counts, as it will mostly be judged the same.
    mutating func replaceRow(_ index: Int, of client: Int, by row: ProductState) {
        let known = rows(of: client)[index]
        guard known != row else { return }
        slots[client].rows.replace(index, by: row, &kinds)
        guard !known.isJudged(as: row), slots[client].touch != .all else { return }
        if slots[client].touch == .none { touched.append(client) }
        slots[client].touch = .rows
        countKind(known.kind, of: client, sign: -1)
        countKind(row.kind, of: client, sign: 1)
    }

    private mutating func countKind(_ kind: UInt64, of client: Int, sign: Int) {
        guard let number = kinds.number(of: kind) else { return }
        kindCounts.add(number, depot: slots[client].depot, sign: sign)
    }

    /// Adds a client's rows to the counts of kinds, or takes them out.
    private mutating func countKinds(of client: Int, sign: Int) {
        slots[client].rows.count(in: &kindCounts, depot: slots[client].depot, sign: sign)
    }

    /// Takes up products and versions that are new.
    mutating func learn() { rules.learn(products: products, versions: versions) }

    /// Judges whoever was touched, and moves all others on in time.
    ///
    /// - Parameter movingOn: whether that is wanted: it takes a look at every client.
    mutating func settle(movingOn: Bool = true) {
        learn()
        for client in touched {
            let touch = slots[client].touch
            slots[client].touch = .none
            guard slots[client].isPresent else { continue }
            if touch == .all { countKinds(of: client, sign: 1) }
            let (tally, troubled) = judged(client)
            let states = rules.states(
                of: tally, times: slots[client].times, now: clock.localSeconds)
            slots[client].troubled = troubled
            recount(client, tally, states)
        }
        touched.removeAll()
        guard movingOn else { return }
        for client in order {
            let states = rules.states(
                of: slots[client].tally, times: slots[client].times, now: clock.localSeconds)
            recount(client, slots[client].tally, states)
        }
    }

    /// What a client's rows come to, and those of them that failed or wait.
    private func judged(_ client: Int) -> (ClientTally, [TroubledRow]) {
        var tally = ClientTally()
        var troubled: [TroubledRow] = []
        let versions = depots.versions(onDepot: slots[client].depot)
        for row in rows(of: client) {
            _ = rules.add(row, onDepot: versions[row.product], to: &tally)
            if let row = TroubledRow(row) { troubled.append(row) }
        }
        return (tally, troubled.keepingTimes(of: slots[client].troubled))
    }

    /// Counts a client as it is now.
    private mutating func recount(_ client: Int, _ tally: ClientTally, _ states: ClientStates) {
        guard
            !slots[client].isCounted || states != slots[client].states
                || tally != slots[client].tally
        else { return }
        if slots[client].isCounted { count(client, sign: -1) }
        slots[client].tally = tally
        slots[client].states = states
        slots[client].isCounted = true
        count(client, sign: 1)
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
