extension ProductOnClientStore {
    /// Writes the rows as the server does, straight into bytes: no object is made for a row.
    func write(
        _ filters: [(attribute: String, filter: Filter)], attributes: Set<String>?,
        into bytes: inout [UInt8]
    ) {
        let layout = Self.layout(attributes: attributes)
        let end = Array("\"type\":\"ProductOnClient\",\"ident\":\"".utf8)
        var isFirst = true
        var currentClient = -1
        var clientJSON: [UInt8] = []
        bytes.append(UInt8(ascii: "["))
        forEach(filters) { client, row in
            if client != currentClient {
                currentClient = client
                clientJSON = []
                clientJSON.appendJSONContent(clientIds[client])
            }
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            for part in layout {
                bytes.append(contentsOf: part.key)
                switch part.value {
                case .null: bytes.append(contentsOf: strings.json[0])
                case .time: write(row.time, into: &bytes)
                case .text(let column): bytes.append(contentsOf: strings.json[Int(row[column])])
                case .constant(let constant): bytes.append(contentsOf: constant)
                case .client:
                    bytes.append(UInt8(ascii: "\""))
                    bytes.append(contentsOf: clientJSON)
                    bytes.append(UInt8(ascii: "\""))
                }
                bytes.append(UInt8(ascii: ","))
            }
            bytes.append(contentsOf: end)
            bytes.append(contentsOf: strings.json[Int(row[.productId])].dropFirst().dropLast())
            bytes.append(UInt8(ascii: ";"))
            bytes.append(contentsOf: strings.json[Int(row[.productType])].dropFirst().dropLast())
            bytes.append(UInt8(ascii: ";"))
            bytes.append(contentsOf: clientJSON)
            bytes.append(UInt8(ascii: "\""))
            bytes.append(UInt8(ascii: "}"))
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private struct Part {
        enum Value {
            case null
            case time
            case text(ProductOnClientRow.Column)
            case constant([UInt8])
            case client
        }

        let key: [UInt8]
        let value: Value
    }

    private static func layout(attributes: Set<String>?) -> [Part] {
        guard let type = ObjectClass.named("ProductOnClient") else { return [] }
        return type.keys.enumerated().map { index, key in
            let isGiven =
                attributes?.contains(key) ?? true || type.identityKeys.contains(key)
            let value: Part.Value =
                if let constant = type.defaults[key] {
                    .constant(constant.jsonBytes)
                } else if key == "clientId" {
                    .client
                } else if let column = ProductOnClientRow.Column(rawValue: key), isGiven {
                    column == .modificationTime ? .time : .text(column)
                } else {
                    .null
                }
            return Part(key: Array("\(index == 0 ? "{" : "")\"\(key)\":".utf8), value: value)
        }
    }

    private func write(_ time: PackedTime, into bytes: inout [UInt8]) {
        guard let seconds = time.seconds else {
            if let text = time.text(in: strings) {
                bytes.appendJSON(text)
            } else {
                bytes.append(contentsOf: strings.json[0])
            }
            return
        }
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: WireTime.bytes(seconds))
        bytes.append(UInt8(ascii: "\""))
    }

    /// A row as an object.
    func object(client: Int, row: ProductOnClientRow) -> JSONObject {
        var object = JSONObject()
        for key in ObjectClass.named("ProductOnClient")?.keys ?? [] {
            if let column = ProductOnClientRow.Column(rawValue: key) {
                object[key] = .text(text(column, of: row))
            } else {
                object[key] = key == "clientId" ? .string(clientIds[client]) : .integer(-1)
            }
        }
        object["type"] = "ProductOnClient"
        let identity = [
            strings[row[.productId]] ?? "", strings[row[.productType]] ?? "", clientIds[client],
        ]
        object["ident"] = .string(identity.joined(separator: ";"))
        return object
    }
}
