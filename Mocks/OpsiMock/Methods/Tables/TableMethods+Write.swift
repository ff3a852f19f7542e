extension MethodTable {
    static func writeMethods(_ table: TableName) -> [Method] {
        let owner = owner(table)
        let prefix = table.rawValue
        // The server names the parameters after what they take.
        let one = prefix
        let many = prefix.hasSuffix("y") ? "\(prefix.dropLast())ies" : "\(prefix)s"
        func method(
            _ suffix: String, _ parameter: String,
            _ body: @escaping @Sendable (inout World, [Row]) throws(RPCError) -> Void
        ) -> Method {
            Method(
                "\(prefix)_\(suffix)", owner: owner, parameter,
                .write { world, arguments throws(RPCError) in
                    let rows = try objects(arguments[parameter], table)
                    try body(&world, rows)
                    return .null
                })
        }
        return [
            method("createObjects", many) { world, rows throws(RPCError) in
                try world.write(rows, mode: .replace)
            },
            method("insertObject", one) { world, rows throws(RPCError) in
                try world.write(rows, mode: .replace)
            },
            method("updateObjects", many) { world, rows throws(RPCError) in
                try world.write(rows, mode: .merge)
            },
            method("updateObject", one) { world, rows throws(RPCError) in
                try world.write(rows, mode: .mergeExisting)
            },
            method("deleteObjects", many) { world, rows throws(RPCError) in
                world.delete(rows, from: table)
            },
        ]
    }

    /// The objects in a parameter: one, or a list of them, all of them checked before any is used.
    static func objects(_ value: JSON, _ table: TableName) throws(RPCError) -> [Row] {
        var rows: [Row] = []
        for element in value.array ?? [value] {
            let name = table.defaultClass
            guard case .object(let object) = element,
                let type = ObjectClass.named(object["type"]?.string ?? name), type.table == table
            else {
                let base = table.baseClass
                throw .value(
                    "\(element.pythonText) is not a <class 'opsicommon.objects.\(base)'>")
            }
            rows.append(
                try type.checked(object, as: object["type"] == nil ? table.baseClass : nil))
        }
        return rows
    }
}

extension TableName {
    /// The class that all objects of the table belong to.
    fileprivate var baseClass: String {
        switch self {
        case .host, .config, .group, .product:
            rawValue.prefix(1).uppercased() + rawValue.dropFirst()
        default: defaultClass
        }
    }
}
