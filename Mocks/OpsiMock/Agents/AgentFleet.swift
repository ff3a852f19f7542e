/// All clients of a mock that are alive. Time is given to it, and the world that it changes, so
/// that the same seed leads to the same rows and logs.
struct AgentFleet: Sendable {
    let configuration: OpsiMock.AgentConfiguration
    private(set) var agents: [String: Agent] = [:]
    /// What came of all runs so far.
    private(set) var runs: [OpsiMock.AgentRun] = []

    /// - Parameters:
    ///   - configuration: how they live.
    ///   - world: whose clients they are.
    init(_ configuration: OpsiMock.AgentConfiguration, in world: inout World) {
        self.configuration = configuration
        world.hasAgents = true
        for id in world.fleet.clientIds {
            add(id)
            world.reachability.overrides[id] = .refusing
        }
    }

    private mutating func add(_ id: String) {
        var random = RandomSource(seed: configuration.seed, id)
        let isOff = random.below(100) < configuration.off
        let isAway = configuration.alwaysOff.contains(id)
        agents[id] = Agent(
            id: id, caches: random.chance(100), phase: .off,
            due: isAway ? nil : steps(isOff ? configuration.stepsOff : 1, &random))
    }

    /// When something happens next.
    var due: Duration? { agents.values.compactMap(\.due).min() }

    /// Lets all happen that is due.
    mutating func advance(to now: Duration, in world: inout World) {
        for signal in world.takeSignals() { take(signal, at: now, in: world) }
        // In an order that hangs on nothing else.
        let due = agents.values.compactMap { agent in agent.due.map { (time: $0, agent: agent) } }
            .filter { $0.time <= now }.sorted { ($0.time, $0.agent.id) < ($1.time, $1.agent.id) }
        for (_, agent) in due {
            guard world.fleet[.host].position(identity: [agent.id]) != nil else {
                agents[agent.id] = nil
                continue
            }
            agents[agent.id] = acted(agent, at: now, in: &world)
        }
    }

    // MARK: Signals

    private mutating func take(_ signal: AgentSignal, at now: Duration, in world: World) {
        switch signal {
        case .request(let id):
            if agents[id] == nil, world.fleet[.host].position(identity: [id]) != nil { add(id) }
            guard let agent = agents[id], agent.isWaiting else { return }
            var random = RandomSource(seed: configuration.seed, id, "\(agent.looks)")
            let soon = now + steps(3, &random)
            agents[id]?.due = min(agent.due ?? soon, soon)
        case .call(let id, let method, let event):
            guard let agent = agents[id] else { return }
            take(method, event, agent, at: now)
        }
    }

    private mutating func take(
        _ method: String, _ event: String?, _ agent: Agent, at now: Duration
    ) {
        switch method {
        case "fireEvent" where event == "on_demand", "processActionRequests":
            if agent.isWaiting { agents[agent.id]?.due = now }
        case "shutdown", "reboot":
            guard agent.isOn else { return }
            agents[agent.id]?.due = now
            agents[agent.id]?.phase = .waiting
            agents[agent.id]?.leaves = method == "reboot" ? .reboot : .shutdown
        case "start":
            guard !agent.isOn, agent.due != nil else { return }
            agents[agent.id]?.due = now + configuration.pace
        default: return
        }
    }

    // MARK: What an agent does when it is time

    private mutating func acted(
        _ agent: Agent, at now: Duration, in world: inout World
    ) -> Agent {
        var agent = agent
        var random = RandomSource(seed: configuration.seed, agent.id, "\(agent.looks)")
        agent.looks += 1
        switch agent.phase {
        case .off:
            world.agentComes(agent.id)
            agent.phase = .waiting
            agent.due = now + steps(1, &random)
        case .waiting:
            look(&agent, at: now, &random, in: &world)
        case .working(var work):
            let rests = act(&agent, &work, in: &world)
            if agent.isOn { agent.phase = rests ? .waiting : .working(work) }
            let pause = rests ? configuration.stepsBetweenLooks : 1
            agent.due = now + steps(agent.isOn ? pause : configuration.stepsOff, &random)
        }
        return agent
    }

    private func look(
        _ agent: inout Agent, at now: Duration, _ random: inout RandomSource,
        in world: inout World
    ) {
        if let way = agent.leaves {
            agent.leaves = nil
            leave(&agent, in: &world)
            agent.due = now + steps(way == .reboot ? 1 : configuration.stepsOff, &random)
            return
        }
        world.see(agent.id)
        let requested = world.requested(of: agent.id)
        if !requested.isEmpty {
            agent.phase = .working(
                Agent.Work(
                    products: requested,
                    log: InstallationLog(client: agent.id, at: world.nowSeconds)))
            agent.due = now
        } else if random.chance(configuration.goingOff) {
            leave(&agent, in: &world)
            agent.due = now + steps(configuration.stepsOff, &random)
        } else {
            agent.due = now + steps(configuration.stepsBetweenLooks, &random)
        }
    }

    private func leave(_ agent: inout Agent, in world: inout World) {
        agent.phase = .off
        world.agentGoes(agent.id)
    }

    /// Half to one and a half times as long as so many steps.
    private func steps(_ count: Int, _ random: inout RandomSource) -> Duration {
        configuration.pace * count * (500 + random.below(1000)) / 1000
    }

    // MARK: At work

    /// Does the next step; true where nothing is left to be done.
    private mutating func act(
        _ agent: inout Agent, _ work: inout Agent.Work, in world: inout World
    ) -> Bool {
        guard let id = work.products.first else { return submit(&work, agent.id, in: &world) }
        guard let task = world.task(id, on: agent.id) else {
            // Somebody has taken the request back.
            work.products.removeFirst()
            work.step = .begin
            return work.products.isEmpty ? submit(&work, agent.id, in: &world) : false
        }
        let attempt = agent.attempts[id] ?? 0
        let outcome = outcome(of: id, on: agent, attempt: attempt)
        switch work.step {
        case .begin where outcome == .deferral:
            world.putOff(task, wordsOfDeferral(of: id, on: agent, attempt))
            work.log.deferRun(task.product)
        case .begin where agent.caches:
            world.progress(task, "caching")
            work.step = .cached
            return false
        case .begin,
            .cached where outcome != .failure(.cache):
            world.begin(task, wasCached: agent.caches)
            work.step = tells(id, on: agent, attempt) ? .telling : .end
            return false
        case .cached: world.fail(task, .cache, isChecksum: isChecksum(id, on: agent, attempt))
        case .telling:
            world.progress(task, "Copying files")
            work.step = .end
            return false
        case .end:
            work.log.move(to: world.nowSeconds)
            switch outcome {
            case .success:
                world.succeed(task)
                work.log.succeed(task.product)
            case .failure(let kind):
                world.fail(task, kind)
                work.log.fail(task.product, kind)
            case .reboot:
                work.log.reboot(task.product)
                work.log.append()
            case .interruption:
                // Nothing is sent any more: neither the row's end nor the log.
                note(task, outcome, &agent, attempt)
                leave(&agent, in: &world)
                return true
            case .exit:
                world.leave(task)
                work.log.leave(task.product)
            case .deferral: break
            }
        }
        note(task, outcome, &agent, attempt)
        work.step = .begin
        if outcome == .reboot { return false }
        work.products.removeFirst()
        return work.products.isEmpty ? submit(&work, agent.id, in: &world) : false
    }

    private mutating func note(
        _ task: AgentTask, _ outcome: OpsiMock.AgentRun.Outcome, _ agent: inout Agent,
        _ attempt: Int
    ) {
        agent.attempts[task.product.id] = attempt + 1
        runs.append(
            OpsiMock.AgentRun(
                clientId: agent.id, productId: task.product.id, action: task.product.action,
                outcome: outcome))
    }

    private func submit(
        _ work: inout Agent.Work, _ id: String, in world: inout World
    ) -> Bool {
        work.log.submit()
        world.writeLog(LogName(type: "instlog", objectId: id), work.log.text, append: false)
        return true
    }

    /// What comes of a run; the chances hang on the seed, the client, the product and how often it
    /// was tried.
    private func outcome(
        of product: String, on agent: Agent, attempt: Int
    ) -> OpsiMock.AgentRun.Outcome {
        var random = RandomSource(seed: configuration.seed, agent.id, product, "\(attempt)")
        var chance = random.below(100)
        func falls(_ percent: Int) -> Bool {
            defer { chance -= percent }
            return (0..<percent).contains(chance)
        }
        if falls(configuration.failing) {
            let kind = OpsiMock.FailureKind.of(
                product: product, on: agent.id, seed: configuration.seed)
            // Only who caches can fail at that.
            return .failure(kind == .cache && !agent.caches ? .installer : kind)
        }
        // What is put off is not put off for ever.
        if falls(configuration.deferring), attempt % 3 < 2 { return .deferral }
        if falls(configuration.interrupted), attempt % 2 == 0 { return .interruption }
        if falls(configuration.rebooting) { return .reboot }
        return falls(configuration.leaving) ? .exit : .success
    }

    // MARK: What rows say meanwhile

    private func wordsOfDeferral(of product: String, on agent: Agent, _ attempt: Int) -> String {
        var random = RandomSource(
            seed: configuration.seed, agent.id, product, "\(attempt)", "deferral")
        if random.chance(700) { return "Deferred" }
        // Spelt so.
        return random.chance(500) ? "defered due to running processes" : "Suspended"
    }

    private func tells(_ product: String, on agent: Agent, _ attempt: Int) -> Bool {
        var random = RandomSource(
            seed: configuration.seed, agent.id, product, "\(attempt)", "telling")
        return random.chance(10 * configuration.telling)
    }

    /// Whether what could not be cached is not what its checksum says.
    private func isChecksum(_ product: String, on agent: Agent, _ attempt: Int) -> Bool {
        var random = RandomSource(
            seed: configuration.seed, agent.id, product, "\(attempt)", "checksum")
        return random.chance(250)
    }
}
