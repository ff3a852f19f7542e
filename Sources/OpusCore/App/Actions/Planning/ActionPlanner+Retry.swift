import OpusBackend
import OpusServer

extension ActionPlanner {
    /// Asks again for installations that failed.
    ///
    /// - Parameters:
    ///   - products: the products that somebody named; nil for all.
    ///   - states: the states of those products, or all that failed.
    ///   - protected: products that are left out unless they were named.
    mutating func planRetry(
        _ products: [ObjectID]?, _ states: StatesByClient, protected: Set<ObjectID>
    ) {
        for client in selection.ids {
            guard let depot = depot(of: client) else { continue }
            let failed = (states[client] ?? [:]).filter(\.value.isFailed)
            let ids = products ?? failed.keys.sorted()
            if ids.isEmpty { skip(client, nil, .noFailure) }
            for id in ids {
                guard let state = failed[id] else {
                    skip(client, id, .noFailure)
                    continue
                }
                guard products != nil || !protected.contains(id) else {
                    skip(client, id, .protected)
                    continue
                }
                retry(state, depot, isNamed: products != nil)
            }
        }
    }

    private mutating func retry(_ state: ProductOnClient, _ depot: ObjectID, isNamed: Bool) {
        let client = state.clientID
        let id = state.productID
        let action: ActionRequest
        switch state.lastAction {
        case "", ActionRequest.none.rawValue, ActionRequest.setup.rawValue: action = .setup
        case ActionRequest.update.rawValue: action = .update
        case let other: return skip(client, id, .failedOtherwise(other))
        }
        if let pending = state.actionRequest, pending != .none, pending != .always {
            return skip(client, id, .alreadyRequested(pending))
        }
        guard let product = product(id, onDepot: depot, for: client, isNamed: isNamed)
        else { return }
        // The package may have lost its update script since.
        let possible = records.hasScript(for: action, product) ? action : .setup
        request(possible, product, on: client, state, isNamed: isNamed)
    }
}
