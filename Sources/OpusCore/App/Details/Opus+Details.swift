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
        try await backend.requireAdministrator()
        let client = try await client(clientID)
        let batch = try await backend.batch(
            ofClients: [clientID], [.clock, .members, .systems])
        let records = try await backend.records(of: [client.times], batch: batch)
        let judgement = FleetJudgement(records, definitions: definitions)
        guard let summary = judgement.clientSummaries().first else {
            throw UnknownObject(kind: .client, id: clientID)
        }
        let offset = records.clock.utcOffset
        let products = batch.rows.sorted { $0.productID < $1.productID }.map { state in
            let number = judgement.states.products.existingNumber(of: state.productID)
            let row = number.flatMap { number in
                judgement.states.rows.first {
                    $0.product == number && $0.flags.contains(.localboot)
                }
            }
            let onDepot = number.flatMap { judgement.depots.version(ofProduct: $0, forClient: 0) }
            return ProductDetails(
                state: state,
                depotVersion: onDepot.map { judgement.states.versions.strings[Int($0)] },
                isUpdatable: row.flatMap { judgement.newerVersion(than: $0) } != nil,
                changed: state.modificationTime?.unixTime(utcOffset: offset))
        }
        let systems = try await backend.operatingSystems(
            ofClients: [clientID], among: batch.systems)
        return ClientDetails(
            client: client, summary: summary,
            groups: try batch.members?.get().groups(ofObject: clientID).sorted() ?? [],
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
        try await backend.requireAdministrator()
        var rows = try await backend.rows(.failed, on: selection?.ids)
        if selection == nil {
            // Rows stay when their client goes.
            let clients = Set(try await backend.clientTimes().map(\.id))
            rows = rows.filter { clients.contains($0.clientID) }
        }
        let clock = try await backend.clock()
        return FailedProducts(
            rows: rows.sorted { ($0.clientID, $0.productID) < ($1.clientID, $1.productID) },
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
        try await backend.requireAdministrator()
        let rows = try await backend.rows(.products([productID]))
            .filter { $0.productID == productID }
        let onDepots = try await backend.productsOnDepots(ofProducts: [productID])
            .filter { $0.productID == productID }
        guard !rows.isEmpty || !onDepots.isEmpty else {
            let known = Set(try await backend.productsOnDepots().map(\.productID)).sorted()
            throw UnknownObject(kind: .product, id: productID, among: known)
        }
        let clock = try await backend.clock()
        let clientDepots = Dictionary(
            first: try await backend.clientDepots().map { ($0.clientID, $0.depotID) })
        let versions = Dictionary(first: onDepots.map { ($0.depotID, $0.version) })
        let products = try await backend.products(withIDs: [productID])
            .filter { $0.id == productID }.sorted { $0.version < $1.version }
        return ProductPlaces(
            name: products.last?.name ?? "", description: products.last?.description ?? "",
            isLocalboot: onDepots.contains { $0.type == .localboot }
                || rows.contains { $0.type == .localboot },
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
        let (info, rights) = try await backend.serverInfo()
        let rightsOfLogin = try await self.rights(rights)
        // A reader need not be granted these questions.
        let isReadOnly = rights == .administrator ? try await backend.isReadOnly() : true
        let clock = try await unlessRefused { try await self.backend.clock() }
        return ServerCheck(
            version: info.version, rights: rightsOfLogin, isReadOnly: isReadOnly,
            serverTime: clock?.unixTime,
            clientsAhead: rights == .administrator ? try await clientsAhead(of: clock) : [])
    }

    /// The clients that were last seen after now; none where nobody may know what time it is.
    private func clientsAhead(of clock: ServerClock?) async throws -> [ObjectID] {
        guard let clock else { return [] }
        let latest = clock.localSeconds + ServerCheck.toleratedSeconds
        do {
            return try await backend.clientTimes()
                .filter { $0.lastSeen.map { $0.seconds > latest } ?? false }.map(\.id)
        } catch let error as ServerError where error.code == .rpc {
            // One bad row in its database lets a server tell of no client at all.
            return []
        }
    }

    /// What is asked for; nil where the login has no right to it.
    private func unlessRefused<Value>(_ ask: () async throws -> Value) async throws -> Value? {
        do {
            return try await ask()
        } catch let error as ServerError where error.code == .permission {
            return nil
        }
    }

    private func rights(_ rights: LoginRights) async throws -> ServerCheck.Rights {
        switch rights {
        case .administrator: return .administrator
        case .host: return .none
        case .user:
            do {
                try await backend.tryReading()
                return .reader
            } catch let error as ServerError where error.code == .permission {
                return .none
            }
        }
    }

    /// The certificate that the server showed last; nil before the first connection, and without
    /// TLS.
    public var serverCertificate: ServerCertificate? { backend.certificate }
}
