/// An object of a table, its values in the order of its class's keys.
struct Row: Sendable {
    /// Nothing for a class the mock does not know: then all members are extras.
    var type: ObjectClass?
    var values: [JSON]
    /// Members beyond the class's keys, such as the columns of a hardware class.
    var extras: [JSONObject.Member] = []
    var ident: String

    /// Takes an object as it is, without checking its values.
    init(_ object: JSONObject, table: TableName) {
        let name = object["type"]?.string ?? table.defaultClass
        type = ObjectClass.named(name)
        if type?.table != table { type = nil }
        values = type.map { type in type.keys.map { type.defaults[$0] ?? .null } } ?? []
        ident = object["ident"]?.string ?? ""
        for member in object.members {
            if let position = type?.position(of: member.key) {
                values[position] = member.value
            } else if member.key != "ident", type == nil || member.key != "type" {
                extras.append(member)
            }
        }
        if ident.isEmpty { ident = identity.joined(separator: ";") }
    }

    subscript(key: String) -> JSON {
        get {
            if let position = type?.position(of: key) { return values[position] }
            switch key {
            case "type": if let type { return .string(type.name) }
            case "ident": return .string(ident)
            default: break
            }
            return extras.first { $0.key == key }?.value ?? .null
        }
        set {
            if let position = type?.position(of: key) {
                values[position] = newValue
            } else if let index = extras.firstIndex(where: { $0.key == key }) {
                extras[index].value = newValue
            } else {
                extras.append(.init(key: key, value: newValue))
            }
        }
    }

    /// The row with nothing but what identifies it, which is all that a deletion by filter knows.
    var withIdentityAlone: Row {
        var row = self
        for key in type?.keys ?? [] where !(type?.identityKeys.contains(key) ?? false) {
            row[key] = .null
        }
        return row
    }

    var identity: [String] {
        type?.identityKeys.map { self[$0].comparable ?? "" } ?? []
    }

    /// The object with only the attributes asked for; the others stay, as null.
    func object(attributes: Set<String>? = nil) -> JSONObject {
        var object = JSONObject()
        object.members.reserveCapacity(values.count + extras.count + 2)
        for (key, value) in zip(type?.keys ?? [], values) {
            let isGiven =
                attributes?.contains(key) ?? true || type?.identityKeys.contains(key) ?? false
                || type?.defaults[key] != nil
            object.members.append(.init(key: key, value: isGiven ? value : .null))
        }
        for member in extras {
            let isGiven = attributes?.contains(member.key) ?? true || type == nil
            object.members.append(
                .init(key: member.key, value: isGiven ? member.value : .null))
        }
        if let type { object.members.append(.init(key: "type", value: .string(type.name))) }
        object.members.append(.init(key: "ident", value: .string(ident)))
        return object
    }
}
