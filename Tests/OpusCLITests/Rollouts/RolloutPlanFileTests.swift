import Foundation
import OpsiMock
import TestSupport
import Testing

@testable import OpusCLI
@testable import OpusCore

@Suite("Rollout plans")
struct RolloutPlanFileTests {
    private static func plan() throws -> RolloutPlan {
        RolloutPlan(
            created: 1_795_369_413, server: "https://opsi:4447", products: ["firefox", "7zip"],
            targets: "@hall and not \"pc 1\"",
            asking: .init(now: true, wake: true, message: "New: \"Firefox\"\nSoon."),
            gates: .init(
                maxFailed: try #require(RolloutShare("2.5%")), leastFailed: 3,
                minDone: try #require(RolloutShare("90%")), soak: 5_400,
                window: RolloutWindow("Mo-Fr 22:00-05:00"), zone: "Europe/Berlin"),
            items: [
                .init(
                    product: "firefox", depot: "server.lab.test", action: "setup",
                    version: "128.0-1", installed: ["": 3, "115.0-1": 2], neededBy: []),
                .init(
                    product: "on", depot: "server.lab.test", action: "setup", version: "1-1",
                    installed: ["": 5], neededBy: ["firefox"]),
            ],
            stages: [
                .init(name: "@canary", clients: ["pc-01.lab.test", "no"]),
                .init(name: "100%", clients: ["007", "a: b # c"]),
            ],
            leftOut: [
                .init(product: "firefox", reason: "already installed: yes", clients: ["pc-9"]),
                .init(product: nil, reason: "the server has no such client", clients: ["x"]),
            ])
    }

    @Test("what is written is read again, with and without remarks")
    func roundTrip() throws {
        let plan = try Self.plan()
        let notes = Dictionary(uniqueKeysWithValues: plan.clients.map { ($0, "a: [b] # \"c\"\n") })
        for text in [
            RolloutPlanText(plan: plan).text,
            RolloutPlanText(plan: plan, notes: notes, file: "a b.yaml").text,
        ] {
            #expect(try RolloutPlanReading.plan(text, path: "p") == plan)
            #expect(RolloutPlanReading.isPlan(text))
        }
    }

    @Test("remarks and order of keys change nothing, an id does")
    func digest() throws {
        var plan = try Self.plan()
        let before = RolloutStart.digest(plan)
        let text = RolloutPlanText(plan: plan, file: "x").text + "# reviewed by me\n"
        #expect(RolloutStart.digest(try RolloutPlanReading.plan(text, path: "p")) == before)
        plan.stages[0].clients[0] = "pc-02.lab.test"
        #expect(RolloutStart.digest(plan) != before)
    }

    @Test(
        "a slip in a plan is told with its line",
        arguments: [
            ("max-failed: 2.5%", "max-failed: lots", "p:9: here should be a share"),
            ("opus-rollout: 1", "opus-rollout: 2", "a newer opus"),
            ("now: true", "later: true", "'later' is nothing that a plan has"),
            ("      - pc-01.lab.test", "      - \"*\"", "\"*\" is no exact client id"),
            ("      - pc-01.lab.test", "      - \"007\"", "007 is there twice"),
            ("min-done: 90%", "min-done: 0%", "not 0%"),
            ("soak: 1h30m", "soak: 2 hours", "here should be a time"),
            ("window: \"Mo-Fr 22:00-05:00\"", "window: nights", "here should be hours"),
            ("time-zone: Europe/Berlin", "", "a window needs a time zone"),
            ("stages:", "stages: []\nleft:", "'left' is nothing"),
        ])
    func slips(good: String, bad: String, told: String) throws {
        let text = RolloutPlanText(plan: try Self.plan()).text
        #expect(text.contains(good))
        do {
            _ = try RolloutPlanReading.plan(text.replacing(good, with: bad), path: "p")
            Issue.record("it was read")
        } catch {
            #expect(error.message.contains(told), "\(error.message)")
            #expect(error.status == .usage)
        }
    }
}
