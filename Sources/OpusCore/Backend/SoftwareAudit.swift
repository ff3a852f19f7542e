package import OpusServer

/// What audits found on clients, and what is known of it.
package struct SoftwareAudit: Sendable {
    /// By client; a client without an entry was not audited.
    package private(set) var software: [ObjectID: [Software]] = [:]
    private var known: [Key: AuditSoftware] = [:]
    private var licensed: [Key: Set<ObjectID>] = [:]

    private struct Key: Hashable {
        var name: String
        var version: String
        var subVersion: String
        var language: String
        var architecture: String

        init(_ software: Software) {
            name = software.name.lowercased()
            version = software.version.lowercased()
            subVersion = software.subVersion.lowercased()
            language = software.language.lowercased()
            architecture = software.architecture.lowercased()
        }

        init(_ software: AuditSoftware) {
            name = software.name.lowercased()
            version = software.version.lowercased()
            subVersion = software.subVersion.lowercased()
            language = software.language.lowercased()
            architecture = software.architecture.lowercased()
        }
    }

    package init() {}

    package mutating func add(_ software: Software) {
        self.software[software.clientID, default: []].append(software)
    }

    package mutating func add(_ software: AuditSoftware) { known[Key(software)] = software }

    package mutating func add(_ software: AuditSoftware, licensed productID: ObjectID) {
        licensed[Key(software), default: []].insert(productID)
    }

    /// The one product of the software's licence pools; nil where they name none or several, as
    /// nobody can tell then which of them it is.
    package func licensedProduct(of software: Software) -> ObjectID? {
        guard let products = licensed[Key(software)], products.count == 1 else { return nil }
        return products.first
    }

    /// The id under which Windows lists software; nil where the audit did not tell.
    package func windowsID(of software: Software) -> String? {
        known[Key(software)].flatMap {
            $0.windowsSoftwareID.isEmpty ? nil : $0.windowsSoftwareID
        }
    }

    /// Whether software is the operating system itself.
    package func isOperatingSystem(_ software: Software) -> Bool {
        known[Key(software)]?.systemRank != nil || AuditSoftware.isSystemMark(software.subVersion)
    }
}
