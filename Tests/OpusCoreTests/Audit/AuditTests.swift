import OpsiMock
import OpusCore
import Testing

@Suite struct AuditTests {
    private let mapping = SoftwareMapping(rules: [
        .init(pattern: "microsoft visual c++*", target: .ignore),
        .init(pattern: "7-zip *", target: .product("7zip")),
        .init(pattern: "Mozilla Firefox*", target: .product("firefox")),
        .init(pattern: "Own *", target: .product("own-tool")),
    ])

    private func audit(_ name: String, windowsID: String = "", subVersion: String = "")
        -> (inout Fleet) -> Void
    {
        { fleet in
            fleet.add(
                [
                    "name": .string(name), "version": "1.0", "subVersion": .string(subVersion),
                    "language": "", "architecture": "x64", "type": "AuditSoftware",
                    "windowsSoftwareId": .string(windowsID),
                ], to: .auditSoftware)
            fleet.add(
                [
                    "name": .string(name), "version": "1.0", "subVersion": .string(subVersion),
                    "language": "", "architecture": "x64", "type": "AuditSoftwareOnClient",
                    "clientId": .string(acc1.text),
                ], to: .auditSoftwareOnClient)
        }
    }

    @Test func marksWhatAnAuditFoundAsInstalled() async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { fleet in
                fleet.removeProduct("7zip", from: acc1.text)
                fleet.removeProduct("firefox", from: acc1.text)
                audit("Own Tool 3")(&fleet)
            }
            let clients = try await bench.select(acc1, acc2, new1)
            let listed = try await bench.unchanged {
                try await bench.opus.listMigratable(clients, mapping: mapping)
            }
            guard case .audited(let coverage)? = listed[acc1] else {
                Issue.record("no audit")
                return
            }
            #expect(coverage.migratable.map(\.productID) == ["7zip", "firefox"])
            #expect(coverage.missing.map(\.productID) == ["own-tool"])
            #expect(listed[new1] == .notAudited)
            try await bench.changingOnly([(acc1, "7zip")]) {
                let report = try await bench.opus.migrate(
                    clients, maskedPackages: ["firefox"], mapping: mapping)
                #expect(report.failures.isEmpty)
                #expect(report.completed.map(\.productID) == ["7zip"])
                #expect(
                    report.plan.reasons == [
                        "\(acc1) firefox": .masked,
                        "\(acc1) own-tool": .notOnDepot(depot: "opsiserver.fleet.test"),
                        acc2.text: .nothingToMigrate, new1.text: .noAudit,
                    ])
            }
            let row = try #require(bench.row(acc1, "7zip"))
            #expect(row.installationStatus == "installed")
            #expect(row.actionResult == "successful")
            #expect(row.productVersion == "24.08")
            #expect(row.packageVersion == "1")
        }
    }

    @Test func findsPackagesByWhatWindowsCallsThem() async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { fleet in
                fleet.removeProduct("7zip", from: acc1.text)
                let products = fleet.objects(in: .product)
                fleet.remove(from: .product) { $0["id"] == "7zip" }
                for var product in products where product["id"] == "7zip" {
                    product["windowsSoftwareIds"] = .array(["{7ZIP}"])
                    fleet.add(product, to: .product)
                }
            }
            let plan = try await bench.opus.planMigrate(try await bench.select(acc1))
            #expect(plan.steps.map(\.productID) == ["7zip"])
        }
    }

    @Test(
        "A licence pool with one product names the package; with several, nobody can tell",
        arguments: [(["vlc"], ["vlc"]), (["7zip", "vlc"], []), ([], [])])
    func findsPackagesByLicensePools(inPool: [String], found: [String]) async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { fleet in
                fleet.removeProduct("vlc", from: acc1.text)
                fleet.removeProduct("7zip", from: acc1.text)
                audit("Licensed Player")(&fleet)
                fleet.add(
                    ["id": "players", "productIds": .array(inPool.map { .string($0) })],
                    to: .licensePool)
                fleet.add(
                    [
                        "name": "Licensed Player", "version": "1.0", "subVersion": "",
                        "language": "", "architecture": "x64", "licensePoolId": "players",
                    ], to: .auditSoftwareToLicensePool)
            }
            let plan = try await bench.opus.planMigrate(try await bench.select(acc1))
            #expect(plan.steps.compactMap(\.productID?.text) == found)
        }
    }

    @Test("A server that tells nothing of licences is no failure")
    func withoutLicenses() async throws {
        try await withActionBench { bench in
            bench.mock.faults.set([
                .init(.rpcError, method: "auditSoftwareToLicensePool_getObjects")
            ])
            let listed = try await bench.opus.listMigratable(try await bench.select(acc1))
            #expect(listed.keys.sorted() == [acc1])
        }
    }

    @Test func listsWhatNoPackageCovers() async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { fleet in
                audit("VLC")(&fleet)
                audit("Microsoft Windows 11 Pro", windowsID: "MS_Windows_11")(&fleet)
            }
            let clients = try await bench.select(acc1, new1)
            let found = try await bench.opus.unpackaged(clients, mapping: mapping)
            guard case .audited(let software)? = found[acc1] else {
                Issue.record("no audit")
                return
            }
            #expect(software.map(\.software.name) == ["VLC", "Шрифты и языковой пакет"])
            #expect(software.map(\.suggestion) == ["vlc", nil])
            #expect(found[new1] == .notAudited)
        }
    }

    @Test(arguments: [
        ("Microsoft Windows 11 Pro", "ms_windows_11", ""), ("Debian 12", "", "LIN:"),
        ("macOS 15", "", "Mac:"),
    ])
    func tellsTheOperatingSystem(name: String, windowsID: String, mark: String) async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { audit(name, windowsID: windowsID, subVersion: mark)(&$0) }
            let clients = try await bench.select(acc1, acc2, new1)
            let systems = try await bench.opus.osVersion(clients)
            #expect(systems.mapValues(\.name) == [acc1: name])
        }
    }

    @Test(arguments: [
        ("*", "", true), ("a*c", "abbbc", true), ("a*c", "abbbd", false), ("a?c", "abc", true),
        ("a?c", "ac", false), ("7-ZIP *", "7-zip 24.08 (x64)", true), ("[a]", "a", false),
        ("*a*a*a*a*a*a*a*a*b", String(repeating: "a", count: 3_000), false),
    ])
    func namePatterns(pattern: String, name: String, matches: Bool) {
        let mapping = SoftwareMapping(rules: [.init(pattern: pattern, target: .ignore)])
        #expect((mapping.target(of: name) == .ignore) == matches)
    }
}
