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
            case 0:
                row.product = table.products.number(
                    of: try reader.readText().bytes, near: table.rows.last?.product)
            case 1: if try reader.readProductType() == .localboot { row.flags = .localboot }
            case 2:
                row.client = table.clients.number(
                    of: try reader.readText().bytes, near: table.rows.last?.client)
            default: try reader.skipValue()
            }
            parts += 1
        }
        guard parts == 3 else { throw reader.failure(.missingKey("clientId")) }
        guard table.clients.byteCount + table.products.byteCount <= StringTable.mostBytes else {
            throw reader.failure(.tooLarge)
        }
        table.rows.append(row)
    }

    consuming func finish() -> ProductStateTable { table }
}
