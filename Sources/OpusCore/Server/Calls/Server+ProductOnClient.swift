/// Which products' states on clients are asked for (opsi: a filter of `ProductOnClient`).
///
/// What is nil filters nothing. A list has at least one exact id, or nothing is sent.
package struct ProductOnClientQuery: Sendable, Equatable {
    package var clients: [ObjectID]?
    package var products: [ObjectID]?
    package var type: ProductType?
    package var status: InstallationStatus?
    package var result: ActionResult?
    /// Any of these.
    package var requests: [ActionRequest]?
    /// Written after this time, as far as their writers let the server keep it.
    package var changedAfter: LocalTimestamp?

    /// Every product on every client, until it is narrowed down.
    package init(clients: [ObjectID]? = nil, products: [ObjectID]? = nil) {
        self.clients = clients
        self.products = products
    }

    /// What clients are judged by.
    package static let localboot = ProductOnClientQuery().with { $0.type = .localboot }
    /// What makes clients failed (`ProductOnClient.isFailed`).
    package static let failed = localboot.with { $0.result = .failed }
    /// What makes clients pending (`ProductOnClient.isPending`), but for actions that opus does
    /// not know: a filter can't name them.
    package static let pending = localboot.with {
        $0.requests = ActionRequest.allCases.filter(\.isPending)
    }
    /// What can be updated.
    package static let installed = localboot.with { $0.status = .installed }
    /// Any product of which something is requested.
    package static let requested = ProductOnClientQuery().with {
        $0.requests = ActionRequest.allCases.filter { $0 != .none }
    }
    /// Some products.
    package static func products(_ ids: [ObjectID]) -> Self { Self(products: ids) }

    /// The same on some clients; nil for all.
    package func on(_ clients: [ObjectID]?) -> Self { with { $0.clients = clients } }

    /// The same with changes.
    package func with(_ change: (inout Self) -> Void) -> Self {
        var query = self
        change(&query)
        return query
    }
}

extension [ProductOnClient] {
    /// The rows, of those that are there several times only the last one.
    var lastOfRepeated: Self {
        var seen: Set<[ObjectID]> = []
        let last = reversed().filter { seen.insert([$0.clientID, $0.productID]).inserted }
        return last.count < count ? last.reversed() : self
    }
}

extension Server {
    /// Products' states on clients (`productOnClient_getObjects`).
    ///
    /// - Parameter clientID: only those of this client; nil for all, which on a large server is a
    ///   very large answer.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func productsOnClient(_ clientID: ObjectID? = nil) async throws -> [ProductOnClient] {
        try await rows(ProductOnClientQuery(clients: clientID.map { [$0] }))
    }

    // MARK: One question, and the shapes of its answer
    //
    // The server compares ids without regard to case and accents, so rows of other clients and
    // products than those asked for can be among them.

    /// The states as whole objects (`productOnClient_getObjects`).
    package func rows(_ query: ProductOnClientQuery) async throws -> [ProductOnClient] {
        let rows: [ProductOnClient] = try await objects(
            Self.productOnClient, where: try filter(query))
        return rows.lastOfRepeated
    }

    /// The same as a call that is made together with others; rows that are there several times are
    /// left in.
    func askedRows(_ query: ProductOnClientQuery) throws(ServerError) -> Asked<[ProductOnClient]> {
        Asked(Self.productOnClient, where: try filter(query))
    }

    private static let productOnClient = "productOnClient_getObjects"

    /// The states as compact rows (`productOnClient_getObjects`), and the server's clock when it
    /// answered, in Unix seconds.
    ///
    /// - Parameters:
    ///   - query: which rows.
    ///   - versionsOnly: whether rows tell no more than what is installed, in which version, and
    ///     whether anything is asked of it: times are half of an answer's bytes.
    /// - Returns: the rows.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func table(
        _ query: ProductOnClientQuery, versionsOnly: Bool = false
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        let attributes =
            versionsOnly ? ProductStateReader.versionAttributes : ProductStateReader.attributes
        let answer = try await rpc.list(
            Self.productOnClient, try tableParameters(query, attributes),
            elements: { ProductStateReader() })
        return (answer.value, answer.serverTime)
    }

    /// The same for several queries in one request, which the server answers one after the other.
    ///
    /// - Parameter queries: at least one.
    /// - Returns: the rows for each, and the server's clock when it answered, in Unix seconds.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func tables(
        _ queries: [ProductOnClientQuery]
    ) async throws -> (tables: [ProductStateTable], serverTime: Int?) {
        if queries.count == 1 {
            let answer = try await table(queries[0])
            return ([answer.rows], answer.serverTime)
        }
        let calls = try queries.map { query in
            Asked(
                Self.productOnClient, try tableParameters(query),
                elements: { ProductStateReader() })
        }
        let time = try await rpc.together(calls).serverTime
        return (try calls.map { try $0.value }, time)
    }

    private func tableParameters(
        _ query: ProductOnClientQuery, _ attributes: [String] = ProductStateReader.attributes
    ) throws(ServerError) -> [JSONValue] {
        [.strings(attributes), .object(try filter(query))]
    }

    private func filter(_ query: ProductOnClientQuery) throws(ServerError) -> [String: JSONValue] {
        var filter: [String: JSONValue] = [:]
        if let ids = query.clients { filter["clientId"] = try filterValues(ids, what: "client") }
        if let ids = query.products { filter["productId"] = try filterValues(ids, what: "product") }
        filter["productType"] = query.type.map { [.string($0.rawValue)] }
        filter["installationStatus"] = query.status.map { [.string($0.rawValue)] }
        filter["actionResult"] = query.result.map { [.string($0.rawValue)] }
        filter["actionRequest"] = query.requests.map { .strings($0.map(\.rawValue)) }
        filter["modificationTime"] = query.changedAfter.map { .string(">" + $0.text) }
        return filter
    }
}
