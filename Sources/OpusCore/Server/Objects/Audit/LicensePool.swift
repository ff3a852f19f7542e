/// A licence pool: the products whose licences it holds (opsi: `LicensePool`). Keys stay on the
/// server, in other objects.
package struct LicensePool: Sendable, Equatable {
    /// The pool's id.
    package internal(set) var id: ObjectID = ""
    /// The ids of its products.
    package internal(set) var productIDs: [ObjectID] = []
}

extension LicensePool: WireObject {
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &id)
        try member("productIds", .required) { reader throws(JSONError) in
            productIDs = try reader.readIDs()
        }
    }
}

/// Which licence pool audited software belongs to (opsi: `AuditSoftwareToLicensePool`).
package struct SoftwareInLicensePool: Sendable, Equatable {
    /// The software, of which nothing is known here but its key.
    package internal(set) var software = AuditSoftware()
    /// The pool's id.
    package internal(set) var poolID: ObjectID = ""
}

extension SoftwareInLicensePool: WireObject {
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try software.identity.visit(&member)
        try member("licensePoolId", &poolID)
    }
}
