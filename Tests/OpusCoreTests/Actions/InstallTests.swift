import MockSupport
import OpsiMock
import OpusCore
import Testing

@Suite struct InstallTests {
    @Test func plansOnlyWhereNeeded() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2, acc3, hall1, new1)
            let plan = try await bench.unchanged {
                try await bench.opus.planInstall(["firefox"], on: clients)
            }
            #expect(
                plan.stepTexts == [
                    "\(acc2) firefox setup 128.4.0-1", "\(new1) firefox setup 128.4.0-1",
                ])
            #expect(plan.steps.first?.installedVersion == "115.16.1-2")
            #expect(
                plan.reasons == [
                    "\(acc1) firefox": .alreadyInstalled(version: "128.4.0-1"),
                    "\(acc3) firefox": .alreadyRequested(.setup),
                    // Its depot has the older version.
                    "\(hall1) firefox": .newerInstalled(
                        version: "128.4.0-1", depotVersion: "115.16.1-2"),
                ])
            #expect(plan.refusals.isEmpty)
            #expect(plan.affectedClients == [acc2, new1])
        }
    }

    @Test func requestsSetupAndWhatItDependsOn() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(new1)
            try await bench.changingOnly([(new1, "libreoffice"), (new1, "javavm")]) {
                let report = try await bench.opus.install(clients, packages: ["libreoffice"])
                #expect(
                    try report.results[new1]?.get().requests.map(\.productID)
                        == ["javavm", "libreoffice"])
                #expect(report.results.count == 1)
                #expect(report.plan.steps.map(\.neededBy) == [["libreoffice"], []])
                #expect(report.added == [])
            }
            for product in ["libreoffice", "javavm"] {
                let row = try #require(bench.row(new1, product))
                #expect(row.actionRequest == "setup")
                #expect(row.installationStatus == "not_installed")
                #expect(row.productType == "LocalbootProduct")
                #expect(row.productVersion == nil)
            }
            #expect(Wire.changes(bench.mock) == ["productOnClient_updateObjectsWithDependencies"])
        }
    }

    @Test func leavesResultsAndVersionsAlone() async throws {
        try await withActionBench { bench in
            var wanted = try #require(bench.row(acc2, "adobereader"))
            #expect(wanted.actionResult == "failed")
            let clients = try await bench.select(acc2)
            try await bench.changingOnly([(acc2, "adobereader")]) {
                _ = try await bench.opus.install(clients, packages: ["adobereader"])
            }
            let row = try #require(bench.row(acc2, "adobereader"))
            wanted.actionRequest = "setup"
            wanted.modificationTime = row.modificationTime
            #expect(row == wanted)
        }
    }

    @Test func forceInstallsWhatIsInstalled() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, hall1)
            let plan = try await bench.opus.planInstall(["firefox"], on: clients, force: true)
            #expect(
                plan.stepTexts == [
                    "\(acc1) firefox setup 128.4.0-1", "\(hall1) firefox setup 115.16.1-2",
                ])
        }
    }

    @Test func refusesByNameWhatADepotLacks() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(hall1, new1)
            try await bench.changingOnly([(new1, "cad-suite"), (new1, "javavm")]) {
                let report = try await bench.opus.install(clients, packages: ["cad-suite"])
                #expect(report.codes == [hall1: .notPossible, new1: nil])
                let failure = try #require(report.failures[hall1])
                #expect(failure.message.contains("cad-suite"))
                #expect(failure.message.contains("depot-hall.fleet.test"))
                #expect(failure.products == ["cad-suite"])
            }
        }
    }

    @Test(arguments: [
        ("no-such-product", ActionRefused.Code.unknownProduct), ("*", .invalidName),
        ("<b", .invalidName), ("", .invalidName),
    ])
    func refusesWhatIsNoProduct(id: String, code: ActionRefused.Code) async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1)
            try await bench.unchanged {
                let error = await #expect(throws: ActionRefused.self) {
                    try await bench.opus.install(clients, packages: ["7zip", ObjectID(id)])
                }
                #expect(error?.code == code)
            }
        }
    }

    @Test func refusesNoProductAtAll() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1)
            let error = await #expect(throws: ActionRefused.self) {
                try await bench.opus.planInstall([], on: clients)
            }
            #expect(error?.code == .nothingNamed)
        }
    }

    @Test func refusesLockedProductsAndMissingScripts() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(hall1, acc1)
            let vlc = try await bench.opus.planInstall(["vlc"], on: clients)
            #expect(vlc.reasons == ["\(hall1) vlc": .locked(depot: "depot-hall.fleet.test")])
            #expect(vlc.refusals.count == 1)
            let audit = try await bench.opus.planUninstall(["hwaudit"], on: clients)
            #expect(audit.steps.isEmpty)
            #expect(Set(audit.reasons.values) == [.noScript(.uninstall)])
            #expect(audit.refusals.count == 2)
        }
    }

    @Test func refusesNetbootProductsThatNobodyAllowed() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(new1)
            let plan = try await bench.opus.planInstall(["win11-x64"], on: clients)
            #expect(plan.steps == [])
            #expect(plan.reasons == ["\(new1) win11-x64": .netboot])
            #expect(plan.refusals.count == 1)
            let allowed = try await bench.opus.planInstall(
                ["win11-x64"], on: clients, netboot: ["win11-x64"])
            #expect(allowed.warnings == [.netboot("win11-x64")])
            _ = try await bench.opus.execute(allowed)
            #expect(bench.row(new1, "win11-x64")?.productType == "NetbootProduct")
        }
    }

    @Test func firesOnlyAtClientsThatGotSomethingNew() async throws {
        try await withActionBench { bench in
            bench.mock.setReachability(.notConnected, of: acc2.text)
            let clients = try await bench.select(acc1, acc2, acc3, "nb-sales-01.fleet.test")
            let report = try await bench.opus.install(
                clients, packages: ["javavm", "firefox"], now: true)
            #expect(report.failures.isEmpty)
            // Every one of them lacks javavm.
            #expect(Set(report.onDemand.keys) == [acc1, acc2, acc3, "nb-sales-01.fleet.test"])
            #expect(failure(report.onDemand[acc2])?.code == .notConnected)
            #expect(report.onDemand[acc1].map { (try? $0.get()) != nil } == true)
            #expect(
                Set(bench.mock.clientCalls.map(\.clientId)) == [
                    acc1.text, acc3.text, "nb-sales-01.fleet.test",
                ])
            bench.mock.clearRequests()
            let again = try await bench.opus.install(
                clients, packages: ["javavm", "firefox"], now: true)
            #expect(again.onDemand.isEmpty)
            #expect(Wire.changes(bench.mock).isEmpty)
        }
    }

    @Test func dependsOnNothingAfterTheServerDropsAClient() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc2, new1)
            let plan = try await bench.opus.planInstall(["firefox"], on: clients)
            bench.remove(new1)
            let report = try await bench.opus.execute(plan)
            #expect(report.codes == [acc2: nil, new1: .changed])
            #expect(
                report.outcomes.map(\.state) == [
                    .requested,
                    .changed(reason: "the opsi server has no such client any more"),
                ])
            #expect(report.completed.map(\.clientID) == [acc2])
        }
    }

    @Test func unknownDepotIsAFailureOfItsClient() async throws {
        try await withActionBench { bench in
            bench.mock.withFleet { $0.setDepot("gone.fleet.test", of: hall1.text) }
            let clients = try await bench.select(hall1, acc2)
            let report = try await bench.opus.install(clients, packages: ["firefox"])
            #expect(report.codes == [hall1: .notPossible, acc2: nil])
            #expect(report.plan.reasons[hall1.text] == .unknownDepot)
        }
    }

    @Test func aThousandClientsTakeAHandfulOfRequests() async throws {
        let fleet = Fleet.generated(clients: 1_000, products: 20, seed: 7)
        try await withActionBench(fleet: fleet) { bench in
            let clients = try await bench.opus.selection(
                of: fleet.clientIds.map { ObjectID($0) })
            let product = try #require(
                fleet.objects(in: .productOnDepot).compactMap { $0["productId"]?.string }
                    .first { $0.hasPrefix("product") })
            bench.mock.clearRequests()
            let plan = try await bench.opus.planInstall(
                [ObjectID(product)], on: clients, force: true)
            let report = try await bench.opus.execute(plan)
            #expect(plan.steps.count > 900)
            #expect(report.results.count == 1_000)
            #expect(Wire.calls(bench.mock).values.reduce(0, +) <= 24)
            #expect(Wire.changes(bench.mock).count <= 2)
        }
    }

    @Test func permissionIsToldBeforeAnythingElse() async throws {
        try await withActionBench(configuration: .withUsers) { admin in
            let clients = try await admin.select(acc1)
            let plan = try await admin.opus.planInstall(["javavm"], on: clients)
            try await withOpus(admin.mock, as: .plain) { plain in
                let attempts: [@Sendable () async throws -> Void] = [
                    { _ = try await plain.planInstall(["javavm"], on: clients) },
                    { _ = try await plain.execute(plan) },
                ]
                for attempt in attempts {
                    try await admin.unchanged {
                        let error = await #expect(throws: ServerError.self) { try await attempt() }
                        #expect(error?.code == .permission)
                    }
                }
            }
        }
    }

    private func failure<Value>(_ result: Result<Value, ClientFailure>?) -> ClientFailure? {
        if case .failure(let failure)? = result { failure } else { nil }
    }
}
