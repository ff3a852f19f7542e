import Foundation
import OpsiMock
import TestSupport
import Testing

extension OpsiMock.Fleet {
    /// The fleet of the real server behind the recording.
    static let recorded = loaded {
        try Fleet(contentsOf: Fixture.url("fleet-recorded.json").path)
    }

    /// A fleet that cannot be loaded fails whichever test uses it, and leaves it an empty one.
    private static func loaded(_ body: () throws -> Fleet) -> Fleet {
        do {
            return try body()
        } catch {
            Issue.record(error)
            return Fleet()
        }
    }

    /// A fleet that fits on a page.
    static let small = loaded {
        try Fleet(
            json:
                """
                {"host": [
                  {"id": "server.opus.test", "type": "OpsiConfigserver"},
                  {"id": "depot.opus.test", "type": "OpsiDepotserver", "opsiHostKey": "0d0d"},
                  {"id": "pc1.opus.test", "type": "OpsiClient", "ipAddress": "127.0.0.11",
                   "description": "Größe", "created": "2026-01-01 08:00:00",
                   "lastSeen": "2026-06-01 08:00:00", "opsiHostKey": "0c0c"},
                  {"id": "pc2.opus.test", "type": "OpsiClient", "ipAddress": "127.0.0.12",
                   "lastSeen": "2026-07-01 08:00:00"},
                  {"id": "pc3.opus.test", "type": "OpsiClient"}],
                 "configState": [
                  {"configId": "clientconfig.depot.id", "objectId": "pc2.opus.test",
                   "values": ["depot.opus.test"]}],
                 "group": [{"id": "office", "type": "HostGroup"},
                  {"id": "office", "type": "ProductGroup"},
                  {"id": "below", "type": "HostGroup", "parentGroupId": "office"}],
                 "objectToGroup": [
                  {"groupType": "HostGroup", "groupId": "office", "objectId": "pc1.opus.test"},
                  {"groupType": "ProductGroup", "groupId": "office", "objectId": "firefox"}],
                 "product": [
                  {"id": "firefox", "type": "LocalbootProduct", "productVersion": "2.0",
                   "packageVersion": "1", "setupScript": "setup.opsiscript"},
                  {"id": "java", "type": "LocalbootProduct", "productVersion": "8",
                   "packageVersion": "1", "setupScript": "setup.opsiscript"}],
                 "productOnDepot": [
                  {"productId": "firefox", "productType": "LocalbootProduct",
                   "productVersion": "2.0", "packageVersion": "1",
                   "depotId": "server.opus.test"},
                  {"productId": "java", "productType": "LocalbootProduct",
                   "productVersion": "8", "packageVersion": "1",
                   "depotId": "server.opus.test"}],
                 "productDependency": [
                  {"productId": "firefox", "productVersion": "2.0", "packageVersion": "1",
                   "productAction": "setup", "requiredProductId": "java",
                   "requirementType": "before",
                   "requiredInstallationStatus": "installed"}],
                 "productOnClient": [
                  {"productId": "firefox", "productType": "LocalbootProduct",
                   "clientId": "pc1.opus.test", "installationStatus": "installed",
                   "actionRequest": "none", "actionResult": "failed", "actionProgress": "broken",
                   "productVersion": "1.0", "packageVersion": "1",
                   "modificationTime": "2026-05-01 10:00:00"},
                  {"productId": "Java Öl", "productType": "LocalbootProduct",
                   "clientId": "pc2.opus.test", "installationStatus": "not_installed",
                   "modificationTime": null}]}
                """)
    }
}

enum Fixtures {
    /// 2026-06-15 12:00:00 UTC.
    static let noon = 1_781_524_800
}

extension OpsiMock.Configuration {
    /// A server whose clock stands still at noon.
    static let noon = Self { $0.clock = .fixed(Fixtures.noon) }
}
