import Foundation
import OpsiMock
import TestSupport
import Testing

/// How clients are chosen and asked.
extension RolloutCommandTests {
    @Test("models of computers are read, and stand in the plan")
    func models() async throws {
        try await Self.withRollout { folder, mock, environment in
            try mock.add(
                """
                {"auditHardwareOnHost": [
                 {"hostId": "pc-01.lab.test", "hardwareClass": "COMPUTER_SYSTEM", "state": 0,
                  "firstseen": "2026-01-01 10:00:00", "lastseen": "2026-01-02 10:00:00",
                  "vendor": "Dell Inc.", "model": "OptiPlex 390"},
                 {"hostId": "pc-01.lab.test", "hardwareClass": "COMPUTER_SYSTEM", "state": 1,
                  "firstseen": "2026-02-01 10:00:00", "lastseen": "2026-11-20 10:00:00",
                  "vendor": "Dell Inc.", "model": "OptiPlex 7010"}]}
                """)
            let (file, _) = try await Self.plan(folder, environment)
            let text = try String(contentsOfFile: file, encoding: .utf8)
            #expect(
                text.contains("# server.lab.test, Dell Inc. OptiPlex 7010, has firefox"), "\(text)")
        }
    }

    @Test("clients are woken and told before they are asked, once")
    func announced() async throws {
        try await Self.withRollout { folder, mock, environment in
            let (file, planned) = try await Self.plan(
                folder, environment,
                ["--wake", "--message", "Firefox comes", "--now", "--stages", "100%"],
                targets: "pc-01,pc-hall-01")
            #expect(planned.status == 0, "\(planned.errors)")
            mock.clearRequests()
            for _ in 0..<2 { _ = try await Self.run(file, environment, verb: "step") }
            let calls = mock.requests.flatMap(\.methods).filter {
                $0.hasPrefix("hostControl") || $0.contains("updateObjects")
            }
            #expect(
                calls == [
                    "hostControlSafe_start", "hostControlSafe_showPopup",
                    "productOnClient_updateObjectsWithDependencies", "hostControlSafe_fireEvent",
                ], "\(calls)")
        }
    }
}
