import OpsiMock
import OpusCore

/// What installing, removing and updating come to, said as plainly as semantics.md says it, from
/// the mock's objects alone.
struct FleetModel {
    struct Pair: Hashable {
        var client: String
        var product: String
    }

    enum Action {
        case install(force: Bool), uninstall, update, updateAll
    }

    let fleet: Fleet

    /// The pairs that get a new request, and with which.
    func requests(
        _ action: Action, _ products: [String], on clients: [String]
    ) -> [Pair: String] {
        var requests: [Pair: String] = [:]
        for client in clients {
            guard let depot = depot(of: client) else { continue }
            let candidates: [String]
            if case .updateAll = action {
                candidates = fleet.productsOnClient(client)
                    .filter { $0.productType == "LocalbootProduct" }.map(\.productId)
                    .filter { !ProtectedProducts.usual.ids.contains(ObjectID($0)) }
            } else {
                candidates = products
            }
            for product in candidates {
                guard let available = onDepot(product, depot), available["locked"] != .bool(true)
                else { continue }
                let row = fleet.productOnClient(product, on: client)
                let request = request(action, row, available)
                guard let request, row?.actionRequest != request,
                    hasScript(request, available)
                else { continue }
                if case .updateAll = action, row?.actionRequest == "uninstall" { continue }
                requests[Pair(client: client, product: product)] = request
            }
        }
        return requests
    }

    private func request(
        _ action: Action, _ row: Fleet.ProductOnClient?, _ available: Fleet.Object
    ) -> String? {
        let isInstalled = row?.installationStatus == "installed"
        switch action {
        case .install(let force):
            return force || !isInstalled || isOlder(row, available) ? "setup" : nil
        case .uninstall: return isInstalled ? "uninstall" : nil
        case .update, .updateAll: return isInstalled && isOlder(row, available) ? "setup" : nil
        }
    }

    private func isOlder(_ row: Fleet.ProductOnClient?, _ available: Fleet.Object) -> Bool {
        guard let product = row?.productVersion, let package = row?.packageVersion,
            let left = try? OpsiVersion("\(product)-\(package)"),
            let right = try? OpsiVersion(
                "\(available["productVersion"]?.string ?? "")-"
                    + "\(available["packageVersion"]?.string ?? "")")
        else { return false }
        return left < right
    }

    private func depot(of client: String) -> String? {
        let depots = fleet.objects(in: .host).filter { $0["type"] != "OpsiClient" }
            .compactMap { $0["id"]?.string }
        let own = fleet.objects(in: .configState)
            .first {
                $0["objectId"] == .string(client) && $0["configId"] == "clientconfig.depot.id"
            }?[
                "values"]?.array?.first?.string
        let standard = fleet.objects(in: .config)
            .first { $0["id"] == "clientconfig.depot.id" }?["defaultValues"]?.array?.first?.string
        return (own ?? standard).flatMap { depots.contains($0) ? $0 : nil }
    }

    private func onDepot(_ product: String, _ depot: String) -> Fleet.Object? {
        fleet.objects(in: .productOnDepot, where: "productId", is: .string(product))
            .first { $0["depotId"] == .string(depot) }
    }

    private func hasScript(_ request: String, _ available: Fleet.Object) -> Bool {
        let product = fleet.objects(in: .product).first {
            $0["id"] == available["productId"]
                && $0["productVersion"] == available["productVersion"]
                && $0["packageVersion"] == available["packageVersion"]
        }
        return product?["\(request)Script"]?.string?.isEmpty == false
    }
}
