/// What a client is to do: a product's row, and the version that its depot has.
struct AgentTask: Sendable {
    var row: OpsiMock.Fleet.ProductOnClient
    var product: InstallationLog.Product
}

extension World {
    // MARK: What reaches the agents

    /// Notes that rows were written, for agents that wait for requests.
    mutating func signal(_ rows: [Row]) {
        guard hasAgents else { return }
        for row in rows {
            guard let request = row["actionRequest"].string, request != "none",
                let client = row["clientId"].string
            else { continue }
            signals.append(.request(client))
        }
    }

    /// Notes that the server called a client, and whether the client got the call.
    mutating func signal(_ method: String, to host: Row, _ arguments: Arguments, reached: Bool) {
        guard hasAgents, reached, let id = host["id"].string else { return }
        signals.append(.call(id, method: method, event: arguments["event"].string))
    }

    mutating func takeSignals() -> [AgentSignal] {
        defer { signals = [] }
        return signals
    }

    /// Asks a client for an action.
    mutating func request(_ action: String, of productId: String, on client: String) {
        var row =
            fleet.productOnClient(productId, on: client)
            ?? .init(productId: productId, clientId: client)
        row.actionRequest = action
        report(row)
        signals += hasAgents ? [.request(client)] : []
    }

    // MARK: Coming and going

    /// A client has started: it logs in and joins the messagebus.
    mutating func agentComes(_ id: String) {
        see(id)
        reachability.overrides[id] = nil
        connectAgent(id, 1)
    }

    /// A client is off: it cannot be called any more.
    mutating func agentGoes(_ id: String) {
        reachability.overrides[id] = .refusing
        connectAgent(id, -1)
    }

    private mutating func connectAgent(_ id: String, _ change: Int) {
        let host = fleet[.host].row(identity: [id])
        let address = host?["ipAddress"].string ?? "127.0.0.1"
        let user = User(name: id, role: .client, hostType: "OpsiClient")
        if let event = connect(user, change, from: address) { events.append(event) }
    }

    // MARK: What is to be done

    /// The products with a request, in the order in which a client acts on them.
    func requested(of client: String) -> [String] {
        fleet.productsOnClient(client).filter { $0.isRequested }.map(\.productId).sorted()
    }

    /// What is to be done with a product; nothing where it is no longer requested.
    func task(_ productId: String, on client: String) -> AgentTask? {
        guard let row = fleet.productOnClient(productId, on: client), row.isRequested,
            let depot = try? fleet.depot(ofClient: client)
        else { return nil }
        let onDepot = try? product(productId, onDepot: depot)
        return AgentTask(
            row: row,
            product: .init(
                id: productId, productVersion: onDepot?["productVersion"].string ?? "1.0",
                packageVersion: onDepot?["packageVersion"].string ?? "1",
                action: row.actionRequest ?? "setup"))
    }

    // MARK: What a client writes while it acts

    mutating func progress(_ task: AgentTask, _ text: String) {
        var row = task.row
        row.actionProgress = text
        report(row)
    }

    mutating func begin(_ task: AgentTask, wasCached: Bool) {
        if wasCached { progress(task, "cached") }
        var row = task.row
        row.actionProgress = task.product.action == "uninstall" ? "uninstalling" : "installing"
        if task.product.action != "custom" { row.installationStatus = "unknown" }
        report(row)
    }

    /// A user works, and the product may not disturb: the request stays.
    mutating func putOff(_ task: AgentTask, _ words: String) {
        var row = task.row
        row.actionProgress = words
        row.actionResult = "none"
        report(row)
    }

    mutating func succeed(_ task: AgentTask) {
        var row = task.row
        finish(&row, task, result: "successful", progress: "")
        switch task.product.action {
        case "custom": row.installationStatus = task.row.installationStatus
        case "uninstall":
            row.installationStatus = "not_installed"
            row.productVersion = nil
            row.packageVersion = nil
        default:
            row.installationStatus = "installed"
            row.productVersion = task.product.productVersion
            row.packageVersion = task.product.packageVersion
        }
        report(row)
    }

    /// A script that leaves early says what it likes; the request is done with.
    mutating func leave(_ task: AgentTask) {
        var row = task.row
        finish(&row, task, result: "none", progress: "ExitScript")
        report(row)
    }

    /// The versions are those of the product that ran, not of what is left on the client.
    mutating func fail(
        _ task: AgentTask, _ kind: OpsiMock.FailureKind, isChecksum: Bool = false
    ) {
        var row = task.row
        finish(
            &row, task, result: "failed",
            progress: isChecksum ? "Cache failure: MD5sum mismatch" : kind.reason)
        row.installationStatus = "unknown"
        if kind == .cache {
            // It was not the script that failed, and the next start tries again, unless the package
            // is not what its checksum says.
            if !isChecksum { row.actionRequest = task.row.actionRequest }
            row.lastAction = task.row.lastAction
        } else if task.product.action != "custom" {
            row.productVersion = task.product.productVersion
            row.packageVersion = task.product.packageVersion
        }
        report(row)
    }

    private func finish(
        _ row: inout OpsiMock.Fleet.ProductOnClient, _ task: AgentTask, result: String,
        progress: String
    ) {
        row.actionResult = result
        row.actionProgress = progress
        row.lastAction = task.product.action
        if task.product.action != "always" { row.actionRequest = "none" }
    }

    private mutating func report(_ row: OpsiMock.Fleet.ProductOnClient) {
        var row = row
        row.modificationTime = now
        fleet.put(row)
        let written: JSONObject = [
            "type": "ProductOnClient", "productId": .string(row.productId),
            "productType": .text(row.productType), "clientId": .string(row.clientId),
            "installationStatus": .text(row.installationStatus),
            "actionRequest": .text(row.actionRequest),
        ]
        tell(.updated, [Row(written, table: .productOnClient)], of: .productOnClient)
    }
}

extension OpsiMock.Fleet.ProductOnClient {
    /// Netboot products are for the next boot, which these clients do not have.
    fileprivate var isRequested: Bool {
        productType == "LocalbootProduct" && actionRequest.map { $0 != "none" } ?? false
    }
}
