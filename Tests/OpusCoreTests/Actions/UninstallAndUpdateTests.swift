import OpsiMock
import OpusCore
import Testing

@Suite struct UninstallAndUpdateTests {
    @Test func uninstallsOnlyWhereInstalled() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, sales1, sales2, "pc-hall-02.fleet.test")
            let plan = try await bench.unchanged {
                try await bench.opus.planUninstall(["vlc"], on: clients)
            }
            #expect(plan.steps.isEmpty)
            #expect(
                plan.reasons == [
                    "\(acc1) vlc": .notInstalled, "\(sales1) vlc": .notInstalled,
                    "\(sales2) vlc": .alreadyRequested(.uninstall),
                    "pc-hall-02.fleet.test vlc": .locked(depot: "depot-hall.fleet.test"),
                ])
            try await bench.changingOnly([(acc1, "7zip")]) {
                let report = try await bench.opus.uninstall(
                    try await bench.select(acc1), packages: ["7zip"])
                #expect(report.codes == [acc1: nil])
            }
            #expect(bench.row(acc1, "7zip")?.actionRequest == "uninstall")
            #expect(bench.row(acc1, "7zip")?.installationStatus == "installed")
        }
    }

    @Test func refusesToUninstallWhatNoDepotHas() async throws {
        try await withActionBench { bench in
            try await bench.unchanged {
                let report = try await bench.opus.uninstall(
                    try await bench.select(acc2, acc1), packages: ["old-tool"])
                #expect(report.codes == [acc2: .notPossible, acc1: nil])
                #expect(report.plan.reasons["\(acc1) old-tool"] == .notInstalled)
            }
        }
    }

    @Test func updatesWhatIsOlderThanOnTheDepot() async throws {
        try await withActionBench { bench in
            let clients = try await bench.opus.selection(
                of: [acc1, acc2, sales1, sales2, hall3, "pc-cad-02.fleet.test"])
            let plan = try await bench.unchanged {
                try await bench.opus.planUpdate(on: clients)
            }
            #expect(
                plan.stepTexts == [
                    "\(acc2) adobereader setup 24.4.20220-1", "\(acc2) firefox setup 128.4.0-1",
                    "\(sales1) 7zip setup 24.08-1", "\(sales2) firefox setup 128.4.0-1",
                    "pc-cad-02.fleet.test javavm setup 1.8.0.431-1",
                ])
            #expect(plan.reasons["\(acc1) opsi-client-agent"] == .alreadyRequested(.setup))
            #expect(plan.reasons[hall3.text] == .upToDate)
            let report = try await bench.opus.execute(plan)
            #expect(report.failures.isEmpty)
            for step in plan.steps {
                let product = try #require(step.productID)
                #expect(bench.row(step.clientID, product.text)?.actionRequest == "setup")
            }
            let again = try await bench.opus.planUpdate(on: clients)
            #expect(again.isEmpty)
        }
    }

    @Test func leavesProtectedProductsOutUnlessNamed() async throws {
        try await withActionBench { bench in
            for id in ["windomain", "opsi-script"] {
                bench.mock.withFleet { addProduct(id, to: &$0) }
                bench.mock.set(id, on: acc2) {
                    $0.installationStatus = "installed"
                    $0.productVersion = "1.0"
                    $0.packageVersion = "1"
                }
            }
            let clients = try await bench.select(acc2)
            let all = try await bench.opus.planUpdate(on: clients)
            #expect(all.reasons["\(acc2) windomain"] == .protected)
            #expect(all.reasons["\(acc2) opsi-script"] == .protected)
            #expect(!all.stepTexts.joined().contains("windomain"))
            #expect(all.warnings.isEmpty)
            let named = try await bench.opus.planUpdate(["windomain"], on: clients)
            #expect(named.stepTexts == ["\(acc2) windomain setup 2.0-1"])
            #expect(named.warnings == [.windomain])
        }
    }

    @Test func namedUpdatesInstallNothingNew() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select("pc-new-01.fleet.test", acc1, acc2)
            let plan = try await bench.opus.planUpdate(["firefox"], on: clients)
            #expect(plan.stepTexts == ["\(acc2) firefox setup 128.4.0-1"])
            #expect(plan.reasons["pc-new-01.fleet.test firefox"] == .notInstalled)
        }
    }

    @Test func aVersionThatCannotBeComparedIsNoUpdate() async throws {
        try await withActionBench { bench in
            bench.mock.set("firefox", on: acc1) {
                $0.productVersion = nil
                $0.packageVersion = nil
            }
            let clients = try await bench.select(acc1)
            let plan = try await bench.opus.planInstall(["firefox"], on: clients)
            #expect(
                plan.reasons["\(acc1) firefox"]
                    == .versionUnknown(version: nil, depotVersion: "128.4.0-1"))
            let update = try await bench.opus.planUpdate(["firefox"], on: clients)
            #expect(update.isEmpty)
            let forced = try await bench.opus.planInstall(["firefox"], on: clients, force: true)
            #expect(forced.steps.count == 1)
        }
    }

    private func addProduct(_ id: String, to fleet: inout Fleet) {
        fleet.add(
            [
                "productId": .string(id), "productType": "LocalbootProduct",
                "productVersion": "2.0", "packageVersion": "1",
                "depotId": "opsiserver.fleet.test", "locked": .bool(false),
                "type": "ProductOnDepot",
            ], to: .productOnDepot)
        fleet.add(
            [
                "id": .string(id), "type": "LocalbootProduct", "name": .string(id),
                "productVersion": "2.0", "packageVersion": "1", "setupScript": "setup.opsiscript",
            ], to: .product)
    }
}
