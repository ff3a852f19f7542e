import OpsiMock

/// The version of each product on each client's depot.
struct DepotVersions {
    typealias Version = (product: String, package: String)

    private let depotOfClient: [String: String]
    private let configserver: String
    private let versions: [String: [String: Version]]

    init(_ fleet: OpsiMock.Fleet) {
        let states = fleet.objects(in: .configState, where: "configId", is: "clientconfig.depot.id")
        depotOfClient = Dictionary(
            states.compactMap { state in
                guard let client = state["objectId"]?.string,
                    let depot = state["values"]?.array?.first?.string
                else { return nil }
                return (client, depot)
            }, uniquingKeysWith: { first, _ in first })
        configserver =
            fleet.objects(in: .host, where: "type", is: "OpsiConfigserver")
            .first?["id"]?.string ?? ""
        versions = fleet.objects(in: .productOnDepot).reduce(into: [:]) { versions, entry in
            guard let depot = entry["depotId"]?.string, let product = entry["productId"]?.string
            else { return }
            versions[depot, default: [:]][product] = (
                entry["productVersion"]?.string ?? "", entry["packageVersion"]?.string ?? ""
            )
        }
    }

    func version(of product: String, for client: String) -> Version? {
        versions[depotOfClient[client] ?? configserver]?[product]
    }
}
