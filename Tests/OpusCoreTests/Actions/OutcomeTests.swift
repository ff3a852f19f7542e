import MockSupport
import OpsiMock
import OpusCore
import Testing

/// What a report says of a plan that did not go as it was thought.
@Suite struct OutcomeTests {
    private func states(_ report: ActionReport) -> [String: String] {
        Dictionary(
            report.outcomes.map {
                (
                    [$0.clientID.text, $0.productID?.text].compactMap(\.self).joined(
                        separator: " "),
                    $0.state.name
                )
            }, uniquingKeysWith: { first, _ in first })
    }

    // MARK: Between plan and write

    @Test func whatChangedMeanwhileIsNotWritten() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc2, new1)
            let plan = try await bench.opus.planInstall(["firefox"], on: clients)
            bench.mock.set("firefox", on: acc2) { $0.actionRequest = "uninstall" }
            let report = try await bench.opus.execute(plan)
            #expect(bench.row(acc2, "firefox")?.actionRequest == "uninstall")
            #expect(bench.row(new1, "firefox")?.actionRequest == "setup")
            #expect(
                report.outcomes.map(\.state) == [
                    .changed(reason: "uninstall was requested"), .requested,
                ])
        }
    }

    @Test func whatHangsOnAChangedRowIsLeftAlone() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(new1, acc3)
            let plan = try await bench.opus.planInstall(
                ["libreoffice", "cad-suite"], on: clients, force: true)
            #expect(plan.steps.contains { $0.productID == "javavm" && $0.clientID == new1 })
            bench.mock.set("javavm", on: new1) { $0.actionRequest = "uninstall" }
            let report = try await bench.opus.execute(plan)
            let states = states(report)
            #expect(states["\(new1) javavm"] == "changed")
            #expect(states["\(new1) libreoffice"] == "changed")
            #expect(states["\(new1) cad-suite"] == "changed")
            #expect(states["\(acc3) cad-suite"] == "requested")
            #expect(bench.row(new1, "javavm")?.actionRequest == "uninstall")
            #expect(bench.row(new1, "libreoffice") == nil)
        }
    }

    @Test func aPackageThatGoesIsTold() async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planSetSetup(
                ["firefox"], on: try await bench.select(acc2))
            bench.mock.withFleet { fleet in
                fleet.remove(from: .productOnDepot) {
                    $0["productId"] == "firefox" && $0["depotId"] == "opsiserver.fleet.test"
                }
            }
            let report = try await bench.unchanged { try await bench.opus.execute(plan) }
            #expect(report.outcomes.map(\.state.name) == ["changed"])
            #expect(report.outcomes[0].state.reason.contains("has no firefox any more"))
        }
    }

    // MARK: What runs along

    @Test func whatWaitsOnClientsThatAreToldToActIsInThePlan() async throws {
        try await withActionBench { bench in
            for (product, request) in [("vlc", "uninstall"), ("swaudit", "always")] {
                bench.mock.set(product, on: acc2) { $0.actionRequest = request }
            }
            let clients = try await bench.select(acc2)
            let now = try await bench.opus.planInstall(["firefox"], on: clients, now: true)
            #expect(now.alsoRuns.map(\.productID) == ["vlc"])
            #expect(now.alsoRuns.map(\.action) == [.uninstall])
            let later = try await bench.opus.planInstall(["firefox"], on: clients)
            #expect(later.alsoRuns == [])
            let event = try await bench.opus.planCall(.onDemand, on: clients)
            #expect(event.alsoRuns.map(\.productID) == ["vlc"])
        }
    }

    // MARK: Lost answers

    static let losses: [OpsiMock.Fault.Kind] = [.truncate, .reset, .garbage, .missingResult]

    @Test(arguments: losses)
    func aWriteWhoseAnswerIsLostIsReadAgain(loss: OpsiMock.Fault.Kind) async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planInstall(
                ["libreoffice"], on: try await bench.select(new1))
            bench.mock.faults.set([
                .init(loss, method: "productOnClient_updateObjectsWithDependencies")
            ])
            let report = try await bench.opus.execute(plan)
            #expect(report.outcomes.map(\.state) == [.requested, .requested])
            #expect(report.outcomes.allSatisfy { $0.notes == Self.isThere })
            #expect(bench.row(new1, "libreoffice")?.actionRequest == "setup")
            #expect(Wire.changes(bench.mock).count == 1)
        }
    }

    @Test(arguments: losses)
    func aClientOfWhichNobodyKnowsWhetherItWasToldIsNeverCalledUntold(
        loss: OpsiMock.Fault.Kind
    ) async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planInstall(
                ["libreoffice"], on: try await bench.select(new1), now: true)
            bench.mock.faults.set([.init(loss, method: "hostControlSafe_fireEvent")])
            let report = try await bench.opus.execute(plan)
            #expect(report.outcomes.map(\.state) == [.requested, .requested])
            #expect(
                report.outcomes.allSatisfy {
                    $0.notes.count == 1
                        && $0.notes[0].hasPrefix("whether it was told to act now is unknown: ")
                })
            #expect(report.outcomes.allSatisfy { $0.presence == .unknown })
        }
    }

    private static let isThere = ["the answer was lost; read again, it is done"]

    @Test(arguments: ["productOnClient_updateObjects", "objectToGroup_createObjects"])
    func aWriteThatIsNotThereStaysUnknown(method: String) async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1)
            let plan =
                method.hasPrefix("product")
                ? try await bench.opus.planCancel(on: clients)
                : try await bench.opus.planAddClientsToGroup(clients, group: "sales")
            try await bench.unchanged {
                // The mock answers so before it does anything, which nobody can know.
                bench.mock.faults.set([.init(.status(503), method: method)])
                let report = try await bench.opus.execute(plan)
                #expect(Set(report.outcomes.map(\.state.name)) == ["unknown"])
                #expect(
                    report.outcomes.allSatisfy {
                        $0.state.reason.contains("read again, it is not done yet")
                    })
                #expect(Set(report.failures.values.map(\.code)) == [.unconfirmed])
            }
            #expect(Wire.changes(bench.mock).count == 1)
        }
    }

    @Test func aClearRefusalOfTheFirstCallIsAnError() async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planCancel(on: try await bench.select(acc1))
            bench.mock.faults.set([.init(.rpcError, method: "productOnClient_updateObjects")])
            let error = await #expect(throws: ServerError.self) {
                try await bench.opus.execute(plan)
            }
            #expect(error?.mayHaveBeenDone == false)
        }
    }

    @Test(arguments: [OpsiMock.Fault.Kind.truncate, .status(500), .reset, .refuse])
    func aCalledClientIsNeverCalledUntried(loss: OpsiMock.Fault.Kind) async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planCall(
                .reboot, on: try await bench.select(acc1, acc2))
            bench.mock.faults.set([.init(loss, method: "hostControlSafe_reboot")])
            let report = try await bench.opus.execute(plan)
            #expect(report.outcomes.map(\.state.name) == ["unknown", "unknown"])
            #expect(Wire.changes(bench.mock) == ["hostControlSafe_reboot"])
        }
    }

    @Test func whatEarlierCallsAddedIsNotThrownAway() async throws {
        let fleet = Fleet.generated(clients: 4_498, products: 0, groups: 1, seed: 3)
        try await withActionBench(fleet: fleet) { bench in
            let clients = try await bench.opus.selection(
                of: fleet.clientIds.map { ObjectID($0) })
            _ = try await bench.opus.createClientGroup("ring")
            let plan = try await bench.opus.planAddClientsToGroup(clients, group: "ring")
            bench.mock.faults.set([
                .init(.truncate, method: "objectToGroup_createObjects", after: 1, count: 1)
            ])
            let report = try await bench.opus.execute(plan)
            let names = Dictionary(grouping: report.outcomes, by: \.state.name)
                .mapValues(\.count)
            #expect(names == ["succeeded": 4_000, "failed": 498])
            #expect(bench.mock.withFleet { $0.members(of: "ring").count } == 4_000)
        }
    }

    // MARK: Rights

    @Test func aReadOnlyUserIsStoppedBeforeAnythingIsSent() async throws {
        try await withActionBench(configuration: .withUsers) { bench in
            let clients = try await bench.select(acc1)
            try await withOpus(bench.mock, as: .reader) { reader in
                try await bench.unchanged {
                    let error = await #expect(throws: ServerError.self) {
                        try await reader.planCall(.reboot, on: clients)
                    }
                    #expect(error?.code == .permission)
                }
            }
        }
    }
}
