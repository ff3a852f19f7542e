package import OpusServer

/// What audits found on clients, and what is known of it.
package struct AuditRecords: Sendable {
    /// By client; a client without an entry was not audited.
    package private(set) var software: [ObjectID: [Software]] = [:]
    /// By identity without case, as are the licensed products.
    private var known: [SoftwareIdentity: AuditSoftware] = [:]
    private var licensed: [SoftwareIdentity: Set<ObjectID>] = [:]

    package mutating func add(_ software: Software) {
        self.software[software.clientID, default: []].append(software)
    }

    package mutating func add(_ software: AuditSoftware) {
        known[software.identity.folded] = software
    }

    package mutating func add(_ software: AuditSoftware, licensed productID: ObjectID) {
        licensed[software.identity.folded, default: []].insert(productID)
    }

    /// The one product of the software's licence pools; nil where they name none or several, as
    /// nobody can tell then which of them it is.
    package func licensedProduct(of software: Software) -> ObjectID? {
        guard let products = licensed[software.identity.folded], products.count == 1 else {
            return nil
        }
        return products.first
    }

    /// The id under which Windows lists software; nil where the audit did not tell.
    package func windowsID(of software: Software) -> String? {
        known[software.identity.folded].flatMap {
            $0.windowsSoftwareID.isEmpty ? nil : $0.windowsSoftwareID
        }
    }

    /// Whether software is the operating system itself.
    package func isOperatingSystem(_ software: Software) -> Bool {
        known[software.identity.folded]?.systemRank != nil
            || AuditSoftware.isSystemMark(software.subVersion)
    }
}
