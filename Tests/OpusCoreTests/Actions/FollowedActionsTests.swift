import OpsiMock
import OpusCore
import Testing

/// How a request goes from waiting to its end.
@Suite struct FollowedActionsTests {
    private func withFollowed(
        _ body: (ActionBench, inout FollowedActions) async throws -> Void
    ) async throws {
        try await withActionBench { bench in
            let plan = try await bench.opus.planInstall(
                ["vlc"], on: try await bench.select(acc1, acc2), force: true)
            var followed = FollowedActions(try await bench.opus.execute(plan))
            try await body(bench, &followed)
        }
    }

    private func end(_ row: inout Fleet.ProductOnClient, _ result: String, _ reason: String = "") {
        row.actionRequest = "none"
        row.lastAction = "setup"
        row.actionResult = result
        row.actionProgress = reason
    }

    @Test func goesFromWaitingToItsEndWithTheReason() async throws {
        try await withFollowed { bench, followed in
            #expect(followed.entries.map(\.state.name) == ["waiting", "waiting"])
            bench.mock.set("vlc", on: acc1) { $0.actionProgress = "installing" }
            try await bench.opus.look(at: &followed, .clients)
            #expect(followed.entries[0].state == .waiting(progress: "installing"))
            #expect(followed.entries[1].lastSeen != nil)
            bench.mock.set("vlc", on: acc1) { end(&$0, "successful") }
            bench.mock.set("vlc", on: acc2) {
                end(&$0, "failed", "ExitCode = 1603 ERROR_INSTALL_FAILURE")
            }
            try await bench.opus.look(at: &followed, .rows)
            #expect(
                followed.entries.map(\.state) == [
                    .succeeded, .failed(reason: "ExitCode = 1603 ERROR_INSTALL_FAILURE"),
                ])
            #expect(followed.isOver)
        }
    }

    @Test func howAClientWasToldIsForgottenOnceItHasActed() async throws {
        try await withActionBench { bench in
            bench.mock.setReachability(.notConnected, of: acc1.text)
            let plan = try await bench.opus.planInstall(
                ["vlc"], on: try await bench.select(acc1), force: true, now: true)
            var followed = FollowedActions(try await bench.opus.execute(plan))
            #expect(followed.entries.map(\.notes.count) == [1])
            bench.mock.set("vlc", on: acc1) { end(&$0, "successful") }
            try await bench.opus.look(at: &followed, .rows)
            #expect(followed.entries.map(\.notes) == [[]])
        }
    }

    @Test func whatWasReachedStaysReached() async throws {
        try await withFollowed { bench, followed in
            bench.mock.set("vlc", on: acc1) { end(&$0, "successful") }
            try await bench.opus.look(at: &followed, .rows)
            bench.mock.set("vlc", on: acc1) { $0.actionRequest = "uninstall" }
            try await bench.opus.look(at: &followed, .last)
            #expect(followed.entries[0].state == .succeeded)
            #expect(followed.entries[0].notes == ["uninstall was asked for again since"])
            #expect(followed.open.map(\.clientID) == [acc2])
        }
    }

    @Test func anEarlierResultIsNoneOfThisAction() async throws {
        try await withFollowed { bench, followed in
            bench.mock.set("vlc", on: acc1) {
                $0.actionRequest = "none"
                $0.lastAction = "uninstall"
                $0.actionResult = "successful"
                $0.actionProgress = ""
            }
            bench.mock.withFleet { $0.removeProduct("vlc", from: acc2.text) }
            try await bench.opus.look(at: &followed, .rows)
            #expect(followed.entries.map(\.state.name) == ["unknown", "unknown"])
        }
    }

    @Test func clientsThatCannotBeReachedAreTold() async throws {
        try await withFollowed { bench, followed in
            bench.mock.setReachability(.notConnected, of: acc1.text)
            bench.mock.setReachability(.notConnected, of: acc2.text)
            try await bench.opus.look(at: &followed, .clients)
            #expect(followed.waitsForAbsentOnly)
            // It moves, so it is there, whatever the server says.
            bench.mock.set("vlc", on: acc1) { $0.actionProgress = "installing" }
            try await bench.opus.look(at: &followed, .clients)
            #expect(!followed.waitsForAbsentOnly)
            #expect(followed.open.map(\.presence) == [.present, .unreachable])
        }
    }

    @Test func whoWasNotSeenForLongIsNotWaitedForThoughSomethingAnswers() async throws {
        try await withFollowed { bench, followed in
            for client in [acc1, acc2] { bench.mock.setReachability(.reachable, of: client.text) }
            bench.mock.withFleet { fleet in
                fleet.setHost(
                    acc1.text,
                    [
                        "created": .string("2024-01-01 08:00:00"),
                        "lastSeen": .string("2024-05-01 08:00:00"),
                    ])
                // opsi's own hand, as the client was made: it never came.
                fleet.setHost(
                    acc2.text,
                    [
                        "created": .string("2024-01-01 08:00:00"),
                        "lastSeen": .string("2024-01-01 08:00:02"),
                    ])
            }
            try await bench.opus.look(at: &followed, .clients)
            #expect(followed.open.map(\.presence) == [.silent, .silent])
            #expect(followed.open.map { $0.lastSeen != nil } == [true, false])
            #expect(followed.waitsForAbsentOnly)
            bench.mock.set("vlc", on: acc2) { $0.actionProgress = "installing" }
            try await bench.opus.look(at: &followed, .rows)
            #expect(followed.open.map(\.presence) == [.silent, .present])
        }
    }
}
