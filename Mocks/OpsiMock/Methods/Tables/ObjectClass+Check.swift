extension ObjectClass {
    /// An object as the server makes it of what came over the wire: checked, in its own form,
    /// unknown keys dropped, absent ones null. Errors of one that names no class name the base class
    /// that the server takes it for.
    func checked(_ object: JSONObject, as base: String? = nil) throws(RPCError) -> Row {
        var given = object
        given["type"] = nil
        let ident = given["ident"]
        given["ident"] = nil
        do throws(RPCError) {
            try take(ident, into: &given, as: base ?? name)
            let missing = identityKeys.filter { given[$0] == nil }.map { "'\($0)'" }
            guard missing.isEmpty else {
                throw RPCError.value(
                    "\(name).__init__() missing \(missing.count) required positional "
                        + "argument\(missing.count == 1 ? "" : "s"): "
                        + Arguments.enumeration(missing))
            }
            var row = Row(["type": .string(name)], table: table)
            for key in keys {
                guard let value = given[key] else { continue }
                row[key] = try checked(key, value)
            }
            row.ident = row.identity.joined(separator: ";")
            return row
        } catch {
            let text = given.pythonText
            throw .value(
                base.map { "\(text) is not a <class 'opsicommon.objects.\($0)'>: \(error.message)" }
                    ?? "Failed to create object from dict \(text): \(error.message)")
        }
    }

    /// What an object's `ident` says wins over its attributes; it may be a text, a list or an
    /// object.
    private func take(
        _ ident: JSON?, into object: inout JSONObject, as name: String
    ) throws(RPCError) {
        let values: [JSON]
        switch ident {
        case nil: return
        case .object(let members)?:
            for member in members.members { object[member.key] = member.value }
            return
        case .string(let text)?:
            values = text.split(separator: ";", omittingEmptySubsequences: false)
                .map { .string(String($0)) }
        case .array(let list)?: values = list
        default: values = []
        }
        guard values.count == identityKeys.count else {
            let keys = identityKeys.map(\.pythonText).joined(separator: ", ")
            let text = ident.map { Check.text($0) } ?? ""
            throw .value(
                "Ident \(text) does not match class '<class 'opsicommon.objects.\(name)'>' "
                    + "constructor arguments [\(keys)]")
        }
        for (key, value) in zip(identityKeys, values) { object[key] = value }
    }

    private func checked(_ key: String, _ value: JSON) throws(RPCError) -> JSON {
        if value.isNull, !identityKeys.contains(key) { return .null }
        let text: String
        switch (table, key) {
        case (.host, "id"), (_, "clientId"), (_, "depotId"), (_, "hostId"):
            text = try Check.hostId(value)
        case (.group, "id"), (_, "groupId"), (_, "objectId"):
            text = try Check.objectId(value)
        case (_, "parentGroupId"):
            if !value.isTruthy { return .null }
            text = try Check.objectId(value)
        case (.product, "id"), (_, "productId"), (_, "requiredProductId"):
            text = try Check.productId(value)
        case (_, "productType"): text = try Check.productType(value)
        case (_, "groupType"): text = try Check.groupType(value)
        case (_, "productVersion"), (_, "requiredProductVersion"):
            text = try Check.productVersion(value)
        case (_, "packageVersion"), (_, "requiredPackageVersion"):
            text = try Check.packageVersion(value)
        case (_, "actionRequest"), (_, "lastAction"), (_, "productAction"), (_, "requiredAction"):
            text = try Check.actionRequest(value)
        case (_, "installationStatus"), (_, "requiredInstallationStatus"):
            text = try Check.installationStatus(value)
        case (_, "actionResult"): text = try Check.actionResult(value)
        case (_, "targetConfiguration"): text = try Check.targetConfiguration(value)
        case (_, "modificationTime"), (.host, "created"), (.host, "lastSeen"),
            (_, "firstseen"), (_, "lastseen"):
            text = try Check.timestamp(value)
        case (_, "hardwareAddress"): text = try Check.hardwareAddress(value)
        case (_, "actionSequence"): return value
        default: return fit(key, value)
        }
        return .string(text)
    }

    /// What the database makes of a text: cut where the column ends, for it is not strict, and
    /// without characters of four bytes, for its tables are utf8mb3.
    private func fit(_ key: String, _ value: JSON) -> JSON {
        guard case .string(let text) = value else { return value }
        let length =
            switch (table, key) {
            case (_, "description"): 100
            case (_, "notes"): 500
            case (_, "inventoryNumber"): 64
            default: 255
            }
        let scalars = text.unicodeScalars.prefix(length).map { scalar -> Unicode.Scalar in
            scalar.value > 0xFFFF ? "?" : scalar
        }
        var fitted = String.UnicodeScalarView()
        fitted.append(contentsOf: scalars)
        return .string(String(fitted))
    }
}
