import NIOCore

extension OpsiMock {
    /// What came of the actions that clients ran so far, where they are alive.
    public var agentRuns: [AgentRun] { agents.withLock { $0?.runs ?? [] } }

    /// The clients that are alive and on.
    public var agentsThatAreOn: [String] {
        agents.withLock { $0?.agents.values.filter(\.isOn).map(\.id).sorted() ?? [] }
    }

    /// Asks clients for an action, as an administrator would.
    ///
    /// - Parameters:
    ///   - action: Such as `setup`.
    ///   - productId: A localboot product.
    ///   - clients: The clients' ids.
    public func request(_ action: String, of productId: String, on clients: [String]) async {
        world.withLock { world in
            for client in clients { world.request(action, of: productId, on: client) }
        }
        await publishEvents()
    }

    /// What lets a mock's clients live until the task is cancelled. Their time begins with this.
    static func life(_ clock: some PaceClock) -> @Sendable (OpsiMock) async -> Void {
        let begin = clock.now
        return { mock in
            guard let configuration = mock.configuration.agents else { return }
            await mock.live(configuration, on: clock, since: begin)
        }
    }

    private func live<C: PaceClock>(
        _ configuration: AgentConfiguration, on clock: C, since begin: C.Instant
    ) async {
        let fleet = world.withLock { AgentFleet(configuration, in: &$0) }
        agents.withLock { $0 = fleet }
        while !Task.isCancelled {
            let elapsed = begin.duration(to: clock.now)
            let due = agents.withLock { agents in
                world.withLock { agents?.advance(to: elapsed, in: &$0) }
                return agents?.due
            }
            await publishEvents()
            await wait(until: due.map { begin.advanced(by: $0) }, on: clock)
        }
    }

    /// Waits until something is due, or something reaches the agents.
    private func wait<C: PaceClock>(until instant: C.Instant?, on clock: C) async {
        await withTaskGroup { group in
            if let instant {
                group.addTask { try? await clock.sleep(until: instant, tolerance: nil) }
            }
            group.addTask {
                for await _ in self.agentSignals.rings()
                where self.world.withLock({ !$0.signals.isEmpty }) { return }
            }
            await group.next()
            group.cancelAll()
        }
    }
}
