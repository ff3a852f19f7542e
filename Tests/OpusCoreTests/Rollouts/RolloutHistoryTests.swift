import Foundation
import OpusCore
import TestSupport
import Testing

/// Rollouts in worlds where anything happens at any time.
@Suite("Rollout histories")
struct RolloutHistoryTests {
    static func plan(
        _ sizes: [Int], maxFailed: String = "10%", leastFailed: Int = 2, minDone: String = "80%",
        soak: Int = 600, window: String? = nil
    ) throws -> RolloutPlan {
        var next = 0
        let stages = sizes.enumerated().map { index, size in
            defer { next += size }
            return RolloutPlan.Stage(
                name: "s\(index)", clients: (next..<next + size).map { "pc-\($0).lab.test" })
        }
        return RolloutPlan(
            created: 0, server: "https://opsi", products: [RolloutWorld.product], targets: "all",
            asking: .init(now: true, wake: true),
            gates: RolloutGates(
                maxFailed: try #require(RolloutShare(maxFailed)), leastFailed: leastFailed,
                minDone: try #require(RolloutShare(minDone)), soak: soak,
                window: try window.map { try #require(RolloutWindow($0)) },
                zone: window == nil ? nil : "UTC"),
            items: [], stages: stages, leftOut: [])
    }

    /// Runs a rollout to its end, or until nothing more comes of it.
    ///
    /// - Returns: whether it is over.
    static func run(
        _ world: RolloutWorld, rounds: Int = 400, _ between: () -> Void = {}
    ) async throws -> Bool {
        for _ in 0..<rounds {
            let state = try world.read() ?? RolloutState(plan: "p", since: 0)
            var driver = RolloutDriver(
                RolloutMachine(plan: world.plan, state: state), server: world, store: world
            ) { world.now }
            do {
                while true {
                    guard let pause = try await driver.step() else {
                        world.judgeEnd()
                        return true
                    }
                    if case .person = pause { world.with { $0.wish = .resume } }
                    world.pass(pause)
                    between()
                    // Now and then a new process goes on.
                    if world.with({ $0.happens(5) }) || world.with({ $0.places > 4_000 }) { break }
                }
            } catch is ProcessEnd {
                world.pass(.settling(seconds: 20))
                between()
            } catch is Mishap {
                world.pass(.clients)
            }
        }
        return false
    }

    /// So many for each of eight seeds; OPUS_ROLLOUT_HISTORIES for more.
    private static let histories =
        ProcessInfo.processInfo.environment["OPUS_ROLLOUT_HISTORIES"].flatMap { Int($0) } ?? 130

    @Test("nothing forbidden happens in a thousand random histories", arguments: 0..<8)
    func random(part: UInt64) async throws {
        var ends: [RolloutState.Phase: Int] = [:]
        for number in 0..<Self.histories {
            let seed = part * 1_000 + UInt64(number)
            let world = try Self.world(seed)
            let isOver = try await Self.run(world) { world.disturb() }
            #expect(world.violations == [], "seed \(seed)")
            ends[isOver ? world.saved?.phase ?? .ready : .running, default: 0] += 1
            if !world.violations.isEmpty { return }
        }
        // Histories that all end alike would show little.
        for phase in [RolloutState.Phase.done, .halted, .aborted] {
            #expect(ends[phase, default: 0] > Self.histories / 50, "\(ends)")
        }
    }

    private static func world(_ seed: UInt64) throws -> RolloutWorld {
        var random = SeededGenerator(seed: seed)
        func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
        let plan = try plan(
            (0..<number(1...4)).map { _ in number(1...12) },
            maxFailed: ["0%", "5%", "20%", "50%", "100%"].randomElement(using: &random) ?? "5%",
            leastFailed: number(1...3),
            minDone: ["1%", "50%", "80%", "100%"].randomElement(using: &random) ?? "80%",
            soak: [0, 60, 7_200].randomElement(using: &random) ?? 0,
            window: number(0...3) == 0 ? "Mo-Fr 22:00-05:00" : nil)
        let isCalm = number(0...2) == 0
        let world = RolloutWorld(
            plan, seed: seed &* 7 &+ 1,
            chances: .init(
                act: number(20...80), processEnd: isCalm ? 0 : number(0...8),
                mishap: isCalm ? 0 : number(0...5), lostAnswer: isCalm ? 0 : number(0...10),
                others: number(0...1) == 0 ? 0 : number(5...60), refusal: number(0...10)))
        let failing = [0, 0, 5, 30, 100].randomElement(using: &random) ?? 0
        world.with { state in
            for client in plan.clients {
                let chance = Int.random(in: 0..<100, using: &random)
                state.fates[client] =
                    chance < failing
                    ? .fails
                    : chance % 10 == 0 ? .isOff : chance % 10 == 1 ? .defers : .succeeds
                if chance % 7 == 0 {
                    state.rows[client] = .init(
                        result: chance % 2 == 0 ? "failed" : "successful", lastAction: "setup",
                        progress: chance % 2 == 0 ? "ExitCode = 1603" : "",
                        status: chance % 2 == 0 ? "unknown" : "installed", version: "128.0-1",
                        time: 500)
                }
            }
        }
        return world
    }

    @Test("a process that ends at any place is gone on with, and nothing is done twice")
    func endsEverywhere() async throws {
        var ended = 0
        for failing in [false, true] {
            let whole = try Self.deterministic(failing)
            #expect(try await Self.run(whole))
            let places = whole.with { $0.places }
            let result = try #require(whole.saved)
            for place in 1...places {
                let world = try Self.deterministic(failing)
                world.with { $0.endsAt = [place] }
                #expect(try await Self.run(world), "ended at \(place)")
                #expect(world.violations == [], "ended at \(place)")
                let saved = try #require(world.saved)
                #expect(saved.phase == result.phase, "ended at \(place)")
                #expect(saved.clients.count == result.clients.count, "ended at \(place)")
                ended += 1
            }
        }
        print("a process was ended at \(ended) places and gone on with")
        #expect(ended >= 200)
    }

    private static func deterministic(_ isFailing: Bool) throws -> RolloutWorld {
        let plan = try plan(Array(repeating: 5, count: 8), minDone: "100%", soak: 60)
        let world = RolloutWorld(plan, seed: 1, chances: .init(act: 100))
        world.with { state in
            for client in plan.clients { state.fates[client] = .succeeds }
            guard isFailing else { return }
            // The last stage fails, with some that never come on.
            let last = plan.stages[7].clients
            for client in last[..<3] { state.fates[client] = .fails }
            for client in last[3...] { state.fates[client] = .isOff }
        }
        return world
    }
}

extension RolloutWorld {
    /// Time passes, and clients act.
    func pass(_ pause: RolloutPause) {
        let seconds: Int =
            switch pause {
            case .clients: 60
            case .soak(let seconds): max(1, seconds)
            case .window(let opens): max(1, (opens ?? 0) - now.unixTime)
            case .person: 60
            case .settling(let seconds): max(1, seconds)
            }
        with { state in
            state.now.unixTime += seconds
            state.now.uptime += seconds
            state.serverTime += seconds
        }
        live()
    }

    /// Other admins, clocks that jump, restarts of the machine, and people who change their minds.
    func disturb() {
        meddle()
        with { state in
            if state.happens(3) {
                state.now.unixTime += Int.random(in: -20_000...20_000, using: &state.random)
            }
            if state.happens(2) {
                state.now.boot += "x"
                state.now.uptime = 5
            }
            if state.happens(4) { state.wish = .pause }
            if state.happens(1) { state.wish = .abort }
        }
    }
}
