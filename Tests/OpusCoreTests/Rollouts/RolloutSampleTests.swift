import TestSupport
import Testing

@testable import OpusCore

@Suite("Rollout stages")
struct RolloutSampleTests {
    @Test("the beginning of a sample has of everything its share")
    func fair() {
        var random = SeededGenerator(seed: 3)
        let clients = (0..<600).map { ObjectID("pc-\($0).lab.test") }
        var traits: [ObjectID: RolloutSample.Traits] = [:]
        for client in clients {
            func pick(_ texts: [String]) -> String { texts.randomElement(using: &random) ?? "" }
            traits[client] = [
                [pick(["d1", "d1", "d1", "d2"])], [pick(["hall", "office", "lab"]), "all"],
                [pick(["w10", "w11", "w11"])], [pick(["m1", "m2", "m3", "m4", "m5"])],
            ]
        }
        let order = RolloutSample(clients) { traits[$0] ?? [] }.order
        #expect(Set(order) == Set(clients))
        #expect(order.count == clients.count)
        for size in [5, 20, 60, 300] {
            let sample = order[..<size]
            for trait in 0..<4 {
                for value in Set(traits.values.flatMap { $0[trait] }) {
                    let share = Double(clients.count { traits[$0]?[trait].contains(value) == true })
                    let expected = share / 600 * Double(size)
                    let found = sample.count { traits[$0]?[trait].contains(value) == true }
                    #expect(abs(Double(found) - expected) <= 2.5, "\(size) \(trait) \(value)")
                }
            }
        }
        // The same clients in another order give the same sample.
        #expect(RolloutSample(clients.shuffled()) { traits[$0] ?? [] }.order == order)
    }

    @Test("sizes count who has been asked in all, and empty stages are none")
    func sizes() throws {
        let sizes = try #require(RolloutStageSizes("5,10%,50%,100%"))
        #expect(sizes.stages(of: 1_000).map(\.count) == [5, 95, 400, 500])
        #expect(sizes.stages(of: 20).map(\.count) == [5, 5, 10])
        #expect(sizes.stages(of: 3).map(\.count) == [3])
        #expect(sizes.stages(of: 0).isEmpty)
        #expect(sizes.empty(of: 20) == ["10%"])
        #expect(sizes.empty(of: 1_000).isEmpty)
        for text in ["", "5", "5,10%", "0,100%", "-1,100%", "5,100", "101%", "a,100%", "5,,100%"] {
            #expect(RolloutStageSizes(text) == nil, "\(text)")
        }
    }

    @Test("shares are read as they are written")
    func shares() throws {
        for text in ["5%", "0%", "100%", "2.5%", "0.05%", "99.99%"] {
            #expect(try #require(RolloutShare(text)).description == text)
        }
        for text in ["5", "%", "101%", "1.%", "1.234%", "-1%", "1,5%"] {
            #expect(RolloutShare(text) == nil, "\(text)")
        }
        #expect(RolloutShare("10%")?.rounded(up: 11) == 2)
    }
}

@Suite("Rollout gates")
struct RolloutGateTests {
    private func stops(
        _ failed: Int, _ ran: Int, of clients: Int, judged: Bool = false, least: Int = 2
    ) throws -> Bool {
        RolloutGates(
            maxFailed: try #require(RolloutShare("5%")), leastFailed: least, minDone: .all, soak: 0
        ).stops(failed: failed, ran: ran, of: clients, isJudged: judged)
    }

    @Test("a bad package is stopped by its second failure, an odd one by chance alone is not")
    func early() throws {
        #expect(try stops(2, 2, of: 1_500))
        #expect(try !stops(1, 1, of: 1_500))
        #expect(try !stops(2, 30, of: 1_500))
        #expect(try stops(76, 1_000, of: 1_500))
    }

    @Test("a stage is judged by those on which it ran")
    func judged() throws {
        #expect(try stops(6, 100, of: 110, judged: true))
        #expect(try !stops(5, 100, of: 100, judged: true))
        #expect(try stops(1, 1, of: 1, judged: true))
        #expect(try !stops(1, 5, of: 5, judged: true))
        #expect(try stops(1, 5, of: 5, judged: true, least: 1))
        #expect(try !stops(0, 0, of: 0, judged: true))
    }
}
