/// A licence pool: the products whose licences it holds (opsi: `LicensePool`). Keys stay on the
/// server, in other objects.
package struct LicensePool: Sendable, Equatable {
    /// The pool's id.
    package internal(set) var id: ObjectID = ""
    /// The ids of its products.
    package internal(set) var productIDs: [ObjectID] = []
}

extension LicensePool: WireObject {
    static let attributes = ["id", "productIds"]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "productIds": productIDs = try reader.readIDs()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = ["id", "productIds"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
}

/// Which licence pool audited software belongs to (opsi: `AuditSoftwareToLicensePool`).
package struct SoftwareInLicensePool: Sendable, Equatable {
    /// The software, of which nothing is known here but its key.
    package internal(set) var software = AuditSoftware()
    /// The pool's id.
    package internal(set) var poolID: ObjectID = ""
}

extension SoftwareInLicensePool: WireObject {
    static let attributes = SoftwareIdentity.attributes + ["licensePoolId"]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        guard key == "licensePoolId" else { return try software.read(key, from: &reader) }
        poolID = try reader.readID()
        return true
    }

    static let required: [StaticString] = ["licensePoolId"]

    var emptyKey: StaticString? { poolID.isEmpty ? "licensePoolId" : nil }
}
