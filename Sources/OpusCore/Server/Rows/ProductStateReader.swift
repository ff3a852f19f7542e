/// Reads a list of `ProductOnClient` objects straight into compact rows.
struct ProductStateReader: ~Copyable {
    /// The attributes that a row is made of; the server sends null for the others, which is
    /// shorter.
    static let attributes = [
        "clientId", "productId", "productType", "installationStatus", "actionRequest",
        "actionResult", "productVersion", "packageVersion", "modificationTime",
    ]

    private static let absent = UInt32.max

    private var table = ProductStateTable()
    private var parts = StringTable()
    /// Version numbers by the numbers of their two parts: building the text once is enough.
    private var versionByParts: [UInt64: UInt32] = [:]

    static func read(_ reader: inout JSONReader) throws(JSONError) -> ProductStateTable {
        var rows = ProductStateReader()
        try reader.readArray { reader throws(JSONError) in try rows.readRow(&reader) }
        return rows.table
    }

    private mutating func readRow(_ reader: inout JSONReader) throws(JSONError) {
        var client = Self.absent
        var product = Self.absent
        var productVersion = Self.absent
        var packageVersion = Self.absent
        var row = ProductState(
            client: 0, product: 0, version: nil, modified: 0, flags: [], request: .none)
        try reader.readObject { reader, key throws(JSONError) in
            // The lengths of the keys tell most of them apart.
            switch key.bytes.count {
            case 8 where key == "clientId":
                client = table.clients.number(of: try reader.readText().bytes)
            case 9 where key == "productId":
                product = table.products.number(of: try reader.readText().bytes)
            case 11 where key == "productType":
                if try reader.readProductType() == .localboot { row.flags.insert(.localboot) }
            case 12 where key == "actionResult":
                if try reader.readOptionalText(is: "failed") { row.flags.insert(.failed) }
            case 13 where key == "actionRequest":
                row.request = try reader.readRequest()
            case 14 where key == "productVersion":
                if try !reader.readNull() {
                    productVersion = parts.number(of: try reader.readText().bytes)
                }
            case 14 where key == "packageVersion":
                if try !reader.readNull() {
                    packageVersion = parts.number(of: try reader.readText().bytes)
                }
            case 16 where key == "modificationTime":
                row.modified = UInt32(clamping: try reader.readTimestamp()?.seconds ?? 0)
            case 18 where key == "installationStatus":
                if try reader.readOptionalText(is: "installed") { row.flags.insert(.installed) }
            default:
                try reader.skipValue()
            }
        }
        guard client != Self.absent else { throw reader.failure(.missingKey("clientId")) }
        guard product != Self.absent else { throw reader.failure(.missingKey("productId")) }
        row.client = client
        row.product = product
        if productVersion != Self.absent {
            row.version = version(productVersion, packageVersion)
        }
        table.rows.append(row)
    }

    private mutating func version(_ product: UInt32, _ package: UInt32) -> UInt32 {
        let key = UInt64(product) << 32 | UInt64(package)
        if let known = versionByParts[key] { return known }
        var text = parts.strings[Int(product)]
        if package != Self.absent { text += "-" + parts.strings[Int(package)] }
        let number = table.versions.number(of: text)
        versionByParts[key] = number
        return number
    }
}

extension JSONReader {
    /// Reads a text or null, and says whether it is this text.
    fileprivate mutating func readOptionalText(is literal: StaticString) throws(JSONError) -> Bool {
        if try readNull() { return false }
        return try readText() == literal
    }

    fileprivate mutating func readRequest() throws(JSONError) -> ProductState.Request {
        if try readNull() { return .none }
        let text = try readText()
        switch text {
        case "none", "": return .none
        case "setup": return .setup
        case "uninstall": return .uninstall
        case "update": return .update
        case "always": return .always
        case "once": return .once
        case "custom": return .custom
        default: return .other
        }
    }
}
