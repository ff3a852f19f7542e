import OpsiMock
import OpusCore
import Testing

@Suite struct CallAndGroupTests {
    private static let calls: [(ClientCall, String, String)] = [
        (.reboot, "reboot", "hostControlSafe_reboot"),
        (.shutdown, "shutdown", "hostControlSafe_shutdown"),
        (.onDemand, "fireEvent", "hostControlSafe_fireEvent"),
        (.popup(message: "Back at 5", seconds: 30), "showPopup", "hostControlSafe_showPopup"),
    ]

    @Test(arguments: calls)
    func callsEachClientAndTellsWhatItSaid(
        call: ClientCall, told: String, method: String
    ) async throws {
        try await withActionBench { bench in
            bench.mock.setReachability(.notConnected, of: acc2.text)
            bench.mock.setReachability(.silent, of: acc3.text)
            bench.mock.setReachability(
                .failing(.object(["message": "no", "code": .integer(3)])), of: cad1.text)
            bench.mock.setReachability(.refusing, of: cad2.text)
            let clients = try await bench.opus.selection(of: [acc1, acc2, acc3, cad1, cad2, new1])
            let plan = try await bench.unchanged {
                try await bench.opus.planCall(call, on: clients)
            }
            let report = try await bench.opus.execute(plan)
            #expect(
                report.codes == [
                    acc1: nil, acc2: .notConnected, acc3: .noAnswer, cad1: .clientError,
                    cad2: .refused, new1: .noAddress,
                ])
            #expect(report.failures[cad1]?.message.contains("no") == true)
            #expect(Wire.changes(bench.mock) == [method])
            #expect(bench.mock.clientCalls.map(\.clientId).sorted() == [acc1.text, cad1.text])
            #expect(Set(bench.mock.clientCalls.map(\.method)) == [told])
        }
    }

    @Test func aClientThatIsGoneIsSaidToBe() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2)
            bench.remove(acc2)
            #expect(
                try await bench.opus.reboot(clients).codes == [acc1: nil, acc2: .unknownClient])
            bench.remove(acc1)
            bench.mock.clearRequests()
            let report = try await bench.opus.reboot(clients)
            #expect(report.codes == [acc1: .unknownClient, acc2: .unknownClient])
            #expect(Wire.changes(bench.mock).isEmpty)
        }
    }

    @Test func wakesAndLooksForClients() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, new1)
            bench.mock.withFleet { $0.setHost(new1.text, ["hardwareAddress": .null]) }
            let report = try await bench.opus.wake(clients)
            #expect(report.codes == [acc1: nil, new1: .notPossible])
            #expect(
                try await bench.opus.reachable(clients)
                    == [acc1: .success(true), new1: .success(false)])
            await #expect(throws: ActionRefused.self) {
                try await bench.opus.popup(" ", on: clients)
            }
        }
    }

    @Test func noSelectionIsEverEmptyOrAPattern() async throws {
        try await withActionBench { bench in
            await #expect(throws: ClientSelection.Refusal.empty) {
                try await bench.opus.selection(of: [])
            }
            for pattern: ObjectID in ["*", "pc-*", "<z", ">a", ""] {
                await #expect(throws: ClientSelection.Refusal.notExact(pattern)) {
                    try await bench.opus.selection(of: [acc1, pattern])
                }
            }
            await #expect(throws: ClientSelection.Refusal.unknown(["pc-acc-01"])) {
                try await bench.opus.selection(of: ["pc-acc-01"])
            }
            let twice = try await bench.select(acc1, acc2, acc1)
            #expect(twice.ids == [acc1, acc2])
        }
    }

    @Test func addsAndRemovesMembers() async throws {
        try await withActionBench { bench in
            let clients = try await bench.select(acc1, acc2, new1)
            let plan = try await bench.unchanged {
                try await bench.opus.planAddClientsToGroup(clients, group: "Pilot-Ring")
            }
            #expect(plan.operation == .addToGroup("pilot-ring"))
            #expect(plan.reasons == [acc1.text: .alreadyMember])
            _ = try await bench.opus.execute(plan)
            #expect(
                bench.mock.withFleet { $0.members(of: "pilot-ring") }.sorted()
                    == [acc1, acc2, new1].map(\.text))
            let report = try await bench.opus.removeClientsFromGroup(
                try await bench.select(acc1, acc3), group: "pilot-ring")
            #expect(report.plan.reasons == [acc3.text: .notMember])
            #expect(
                bench.mock.withFleet { $0.members(of: "pilot-ring") }.sorted()
                    == [acc2, new1].map(\.text))
            // Others are left alone.
            #expect(bench.mock.withFleet { $0.members(of: "accounting") }.count == 3)
        }
    }

    @Test func createsAndDeletesGroups() async throws {
        try await withActionBench { bench in
            let opus = bench.opus
            #expect(
                try await opus.createClientGroup("New Ring", description: "d", parentID: "sales")
                    == "new ring")
            let groups = bench.mock.withFleet {
                $0.objects(in: .group, where: "id", is: "new ring")
            }
            #expect(groups.first?["parentGroupId"]?.string == "sales")
            _ = try await opus.addClientsToGroup(try await bench.select(acc1), group: "new ring")
            try await opus.deleteClientGroup("New Ring")
            #expect(
                bench.mock.withFleet { $0.objects(in: .group, where: "id", is: "new ring") }.isEmpty
            )
            #expect(bench.mock.withFleet { $0.members(of: "new ring") }.isEmpty)
        }
    }

    @Test func refusesWhatWouldLoseMoreThanAGroup() async throws {
        try await withActionBench { bench in
            // The id of a product group.
            _ = try await bench.opus.createClientGroup("office")
            try await bench.unchanged {
                let cases: [(ObjectID, ActionRefused.Code)] = [
                    ("office", .groupInUse), ("clientdirectory", .groupInUse),
                    ("headquarters", .groupInUse), ("nope", .unknownGroup), ("*", .invalidName),
                    ("", .invalidName), (">a", .invalidName),
                ]
                for (id, code) in cases {
                    let error = await #expect(throws: ActionRefused.self) {
                        try await bench.opus.deleteClientGroup(id)
                    }
                    #expect(error?.code == code, "\(id)")
                }
                for (id, parent, code): (ObjectID, ObjectID?, ActionRefused.Code) in [
                    ("sales", nil, .groupExists), ("SALES", nil, .groupExists),
                    ("x/y", nil, .invalidName), ("ok", "nope", .unknownGroup),
                ] {
                    let error = await #expect(throws: ActionRefused.self) {
                        try await bench.opus.createClientGroup(id, parentID: parent)
                    }
                    #expect(error?.code == code, "\(id)")
                }
                await #expect(throws: ActionRefused.self) {
                    try await bench.opus.createClientGroup(
                        "long", description: String(repeating: "x", count: 101))
                }
                await #expect(throws: ActionRefused.self) {
                    try await bench.opus.addClientsToGroup(
                        try await bench.select(acc1), group: "no-such-group")
                }
            }
        }
    }
}
