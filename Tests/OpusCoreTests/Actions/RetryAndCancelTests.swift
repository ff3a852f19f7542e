import OpsiMock
import OpusCore
import Testing

@Suite struct RetryAndCancelTests {
    @Test func retriesWhatFailedAndLeavesItFailed() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2)
            try await bench.changingOnly([
                (acc2, "adobereader"), (acc2, "libreoffice"), (acc2, "javavm"),
            ]) {
                let report = try await bench.opus.retry(clients, now: true)
                #expect(report.failures.isEmpty)
                #expect(report.plan.reasons == [acc1.text: .noFailure])
                // Its package has no update script any more.
                #expect(
                    report.plan.stepTexts == [
                        "\(acc2) adobereader setup 24.4.20220-1",
                        "\(acc2) javavm setup 1.8.0.431-1",
                        "\(acc2) libreoffice setup 24.8.2-2",
                    ])
                #expect(Array(report.onDemand.keys) == [acc2])
            }
            for product in ["adobereader", "libreoffice"] {
                #expect(bench.row(acc2, product)?.actionResult == "failed")
                #expect(bench.row(acc2, product)?.actionRequest == "setup")
            }
            let again = try await bench.opus.planRetry(on: clients)
            #expect(again.isEmpty)
            #expect(again.reasons["\(acc2) libreoffice"] == .alreadyRequested(.setup))
        }
    }

    @Test func doesNotInstallWhatFailedToBeRemoved() async throws {
        try await withActionBench { bench in
            bench.mock.set("7zip", on: acc1) {
                $0.actionResult = "failed"
                $0.lastAction = "uninstall"
            }
            let clients = try await bench.select(acc1)
            for packages: [ObjectID] in [[], ["7zip"]] {
                let plan = try await bench.opus.planRetry(packages, on: clients)
                #expect(plan.steps.isEmpty)
                #expect(plan.reasons == ["\(acc1) 7zip": .failedOtherwise("uninstall")])
            }
        }
    }

    @Test func takesBackWhatIsRequested() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2, hall2, hall3)
            try await bench.changingOnly([
                (acc1, "adobereader"), (acc1, "opsi-client-agent"), (hall3, "notepadpp"),
                (hall3, "vlc"),
            ]) {
                let report = try await bench.opus.cancel(clients)
                #expect(report.failures.isEmpty)
                #expect(report.completed.count == 4)
                #expect(
                    report.plan.reasons == [
                        acc2.text: .nothingRequested, "\(hall2) vlc": .standingRequest,
                    ])
            }
            #expect(bench.row(acc1, "adobereader")?.actionRequest == "none")
            #expect(bench.row(acc1, "adobereader")?.actionResult == "successful")
            #expect(bench.row(hall2, "vlc")?.actionRequest == "always")
            #expect(Wire.changes(bench.mock) == ["productOnClient_updateObjects"])
            let named = try await bench.opus.cancel(clients, packages: ["vlc"])
            #expect(named.completed.map(\.clientID) == [hall2])
            #expect(bench.row(hall2, "vlc")?.actionRequest == "none")
        }
    }

    @Test func aClientThatIsGoneFailsAlone() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, hall3)
            let plan = try await bench.opus.planCancel(on: clients)
            bench.remove(hall3)
            let report = try await bench.opus.execute(plan)
            #expect(report.codes == [acc1: nil, hall3: .changed])
            #expect(bench.row(acc1, "adobereader")?.actionRequest == "none")
        }
    }

    @Test(arguments: [true, false])
    func recordsAsInstalledOrNot(installed: Bool) async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2, hall3)
            let rows =
                installed
                ? [(acc2, "libreoffice"), (hall3, "libreoffice")]
                : [(acc1, "libreoffice"), (acc2, "libreoffice")]
            try await bench.changingOnly(rows) {
                let report = try await bench.opus.setInstalled(
                    clients, packages: ["libreoffice"], installed: installed)
                #expect(report.failures.isEmpty)
                #expect(
                    report.plan.reasons
                        == (installed
                            ? ["\(acc1) libreoffice": .alreadyInstalled(version: "24.8.2-2")]
                            : ["\(hall3) libreoffice": .notInstalled]))
            }
            let row = try #require(bench.row(acc2, "libreoffice"))
            #expect(row.installationStatus == (installed ? "installed" : "not_installed"))
            #expect(row.actionResult == (installed ? "successful" : "none"))
            #expect(row.actionRequest == "none")
            if installed {
                #expect(row.productVersion == "24.8.2")
                #expect(row.packageVersion == "2")
                #expect(bench.row(hall3, "libreoffice")?.productType == "LocalbootProduct")
            }
            #expect(Wire.changes(bench.mock) == ["productOnClient_updateObjects"])
        }
    }

    @Test func setSetupAsksForNothingElse() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, hall3)
            try await bench.changingOnly([(acc1, "libreoffice"), (hall3, "libreoffice")]) {
                let report = try await bench.opus.setSetup(clients, packages: ["libreoffice"])
                #expect(report.failures.isEmpty)
            }
            #expect(bench.row(hall3, "libreoffice")?.actionRequest == "setup")
            #expect(bench.row(hall3, "javavm") == nil)
        }
    }
}
