/// Reads a list of identities of `ProductOnClient` rows, `["firefox", "LocalbootProduct", "pc1"]`
/// each: rows of which nothing is known but that they are there.
struct ProductIdentityReader: ElementReader {
    private var table = ProductStateTable()

    init() {}

    mutating func readElement(_ reader: inout JSONReader) throws(JSONError) {
        var row = ProductState(
            client: 0, product: 0, version: nil, modified: 0, flags: [], request: .none)
        var parts = 0
        try reader.readArray { reader throws(JSONError) in
            switch parts {
            case 0: row.product = table.products.number(of: try reader.readText().bytes)
            case 1: if try reader.readProductType() == .localboot { row.flags = .localboot }
            case 2: row.client = table.clients.number(of: try reader.readText().bytes)
            default: try reader.skipValue()
            }
            parts += 1
        }
        guard parts == 3 else { throw reader.failure(.missingKey("clientId")) }
        table.rows.append(row)
    }

    consuming func finish() -> ProductStateTable { table }
}

extension Server {
    /// Which rows of localboot products some clients have (`productOnClient_getIdents`): a quarter
    /// of the server's work for the rows themselves, and an eighth of the bytes.
    ///
    /// - Parameter clientIDs: exact ids, at least one.
    /// - Returns: rows that say nothing but that they are there.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func productIdentities(
        ofClients clientIDs: [String]
    ) async throws -> ProductStateTable {
        let filter: [String: JSONValue] = [
            "clientId": try filterValues(clientIDs, what: "client"),
            "productType": [.string(ProductType.localboot.rawValue)],
        ]
        return try await rpc.list(
            "productOnClient_getIdents", ["tuple", .object(filter)],
            elements: { ProductIdentityReader() }
        ).value
    }

    /// The rows of all products that were written after a time (`productOnClient_getObjects`), as
    /// far as their writers let the server keep the time.
    ///
    /// - Parameter time: a time by the server's local clock.
    /// - Returns: the rows, and the server's clock when it answered, in Unix seconds.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func productStates(
        changedAfter time: LocalTimestamp
    ) async throws -> (rows: ProductStateTable, serverTime: Int?) {
        let answer = try await rpc.list(
            "productOnClient_getObjects",
            [
                .strings(ProductStateReader.attributes),
                ["modificationTime": .string(">" + time.text)],
            ],
            elements: { ProductStateReader() })
        return (answer.value, answer.serverTime)
    }

    /// Every client with no more than its id and times (`host_getObjects`, type `OpsiClient`).
    package func clientTimes() async throws -> [Client] {
        let attributes: [JSONValue] = ["id", "created", "lastSeen"]
        return try await rpc.list(
            "host_getObjects", [.array(attributes), ["type": ["OpsiClient"]]],
            elements: { ObjectListReader<Client>() }
        ).value
    }
}
