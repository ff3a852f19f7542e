import OpusBackend
public import OpusServer

extension Opus {
    /// Reads some clients of the fleet and counts their states, as `fleetSummary()` does for all:
    /// the groups, depots and products are those of the whole server, the numbers those of the
    /// selected clients.
    ///
    /// - Parameter selection: the clients.
    /// - Returns: the summary.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func fleetSummary(of selection: ClientSelection) async throws -> FleetSummary {
        FleetState(try await backend.fleet(of: selection.ids), definitions: definitions).summary
    }

    /// Everything about one client.
    ///
    /// - Parameter clientID: the client's id.
    /// - Returns: the details.
    /// - Throws: `UnknownObject` where there is no such client; `ServerError`, or
    ///   `CancellationError`.
    public func details(ofClient clientID: ObjectID) async throws -> ClientDetails {
        guard let (client, records) = try await backend.records(ofClient: clientID) else {
            throw UnknownObject(kind: .client, id: clientID)
        }
        let judgement = FleetJudgement(records, definitions: definitions)
        guard let summary = judgement.clientSummaries().first else {
            throw UnknownObject(kind: .client, id: clientID)
        }
        let offset = records.clock.utcOffset
        let products = try await backend.productsOnClient(clientID).map { state in
            let number = judgement.states.products.existingNumber(of: state.productID)
            let row = number.flatMap { number in
                judgement.states.rows.first { $0.product == number }
            }
            let onDepot = number.flatMap { judgement.depots.version(ofProduct: $0, forClient: 0) }
            return ProductDetails(
                state: state,
                depotVersion: onDepot.map { judgement.states.versions.strings[Int($0)] },
                isUpdatable: row.flatMap { judgement.newerVersion(than: $0) } != nil,
                changed: state.modificationTime?.unixTime(utcOffset: offset))
        }
        let members = try await backend.groupsForTargets().members
        let systems = try await backend.operatingSystems(ofClients: [clientID])
        return ClientDetails(
            client: client, summary: summary,
            groups: members.groups(ofObject: clientID).sorted(),
            operatingSystem: systems.ofClients[clientID]?.title, products: products,
            serverTime: records.clock.unixTime)
    }

    /// The products whose last action failed, client by client.
    ///
    /// - Parameter selection: the clients to look at; nil for all.
    /// - Returns: the rows, ordered by client and product, and the server's clock.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func failures(
        on selection: ClientSelection? = nil
    ) async throws -> FailedProducts {
        let rows = try await backend.failedRows()
        let ids: [ObjectID]
        if let selection {
            ids = selection.ids
        } else {
            ids = try await backend.clients().map(\.id)
        }
        let wanted = Set(ids)
        let clock = try await backend.clock()
        return FailedProducts(
            rows: rows.filter { wanted.contains($0.clientID) }
                .sorted { ($0.clientID, $0.productID) < ($1.clientID, $1.productID) },
            serverTime: clock.unixTime, utcOffset: clock.utcOffset)
    }

    /// Where one product is: on which depots in which version, and its state on every client that
    /// has one.
    ///
    /// - Parameter productID: the product's id.
    /// - Returns: the places.
    /// - Throws: `UnknownObject` where neither a depot nor a client has the product;
    ///   `ServerError`, or `CancellationError`.
    public func places(ofProduct productID: ObjectID) async throws -> ProductPlaces {
        let rows = try await backend.rows(ofProduct: productID)
            .filter { $0.productID == productID }
        let all = try await backend.productsOnDepots()
        let onDepots = all.filter { $0.productID == productID }
        guard !rows.isEmpty || !onDepots.isEmpty else {
            let known = Set(all.map(\.productID)).sorted()
            throw UnknownObject(kind: .product, id: productID, among: known)
        }
        let clock = try await backend.clock()
        let clientDepots = Dictionary(
            try await backend.depotsForTargets().clients.map { ($0.clientID, $0.depotID) },
            uniquingKeysWith: { first, _ in first })
        let versions = Dictionary(
            onDepots.map { ($0.depotID, $0.version) }, uniquingKeysWith: { first, _ in first })
        let products = try await backend.products().filter { $0.id == productID }
        return ProductPlaces(
            name: products.last?.name ?? "", description: products.last?.description ?? "",
            depots: onDepots.sorted { $0.depotID < $1.depotID }
                .map { ProductPlaces.OnDepot(depot: $0.depotID, version: $0.version) },
            clients: rows.sorted { $0.clientID < $1.clientID }.map { row in
                let version = clientDepots[row.clientID].flatMap { versions[$0] }
                return ProductDetails(
                    state: row, depotVersion: version,
                    isUpdatable: Self.isOlder(row, than: version),
                    changed: row.modificationTime?.unixTime(utcOffset: clock.utcOffset))
            },
            serverTime: clock.unixTime)
    }

    private static func isOlder(_ row: ProductOnClient, than version: String?) -> Bool {
        guard row.installationStatus == .installed, row.type == .localboot,
            let installed = row.version.flatMap({ try? OpsiVersion($0) }),
            let onDepot = version.flatMap({ try? OpsiVersion($0) })
        else { return false }
        return installed < onDepot
    }

    /// Logs in, and asks the server what it is and whether it is well.
    ///
    /// - Returns: what it says.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func check() async throws -> ServerCheck {
        let (info, isAdministrator) = try await backend.serverInfo()
        let clock = try await backend.clock()
        return ServerCheck(
            version: info.version, isAdministrator: isAdministrator, serverTime: clock.unixTime,
            utcOffset: clock.utcOffset)
    }
}
