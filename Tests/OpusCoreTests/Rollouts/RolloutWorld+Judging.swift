import OpusCore

// What must never happen, worked out from what the world has shown, not by the rollout's own rules.
extension RolloutWorld {
    private func stage(of client: ObjectID) -> Int? {
        plan.stages.firstIndex { $0.clients.contains(client) }
    }

    /// Numbers of a stage by what was read: asked, ended, failed and ran.
    private func numbers(
        _ stage: Int, _ asked: Set<ObjectID>, _ state: State
    ) -> (asked: Int, ended: Int, failed: Int, ran: Int) {
        let clients = plan.stages[stage].clients.filter(asked.contains)
        let rows = clients.map { state.visible[$0] }
        let over = rows.filter { $0?.request != "setup" }
        return (
            clients.count, over.count,
            over.count { $0?.result == "failed" && $0?.request == "none" },
            over.count {
                $0?.request == "none" && ["failed", "successful"].contains($0?.result ?? "")
            }
        )
    }

    private func asked(_ saved: RolloutState?) -> Set<ObjectID> {
        Set(
            (saved?.clients ?? []).filter { $0.rows.contains { $0.step != .notAsked } }
                .map { ObjectID($0.id) })
    }

    func noteJudged(_ state: inout State) {
        guard let saved = state.saved else { return }
        let stage = saved.stage
        let known = Set(saved.clients.map { ObjectID($0.id) })
        guard state.judged[stage] == nil,
            plan.stages[stage].clients.allSatisfy(known.contains)
        else { return }
        let numbers = numbers(stage, asked(saved), state)
        if numbers.ended >= plan.gates.minDone.rounded(up: numbers.asked) {
            state.judged[stage] = state.now
        }
    }

    /// Clients are being asked: may they be?
    func judgeAsking(_ clients: [ObjectID], _ saved: RolloutState?, _ state: inout State) {
        func forbid(_ why: String) { state.violations.append(why) }
        guard let saved else { return forbid("asked before anything was saved") }
        if saved.phase != .running { forbid("asked while \(saved.phase)") }
        let asked = asked(saved)
        for client in clients {
            if !asked.contains(client) { forbid("asked \(client) without saving that first") }
            if state.requests[client, default: 0] > 0 { forbid("asked \(client) twice") }
            guard let stage = stage(of: client) else {
                forbid("asked \(client), which is in no stage")
                continue
            }
            if stage > saved.stage { forbid("asked a client of a stage to come") }
        }
        for stage in 0..<saved.stage {
            let numbers = numbers(stage, asked, state)
            let least = max(1, min(plan.gates.leastFailed, plan.stages[stage].clients.count))
            if numbers.failed >= least,
                numbers.failed * 10_000 > numbers.ran * plan.gates.maxFailed.hundredths
            {
                forbid("went past the failed gate of stage \(stage + 1)")
            }
            if numbers.ended < plan.gates.minDone.rounded(up: numbers.asked) {
                forbid("went past stage \(stage + 1) of which too few had reported")
            }
            if numbers.ran > 0, let judged = state.judged[stage], judged.boot == state.now.boot,
                state.now.uptime - judged.uptime < plan.gates.soak
            {
                forbid("went past stage \(stage + 1) before it was watched long enough")
            }
        }
        if let window = plan.gates.window, !Self.isOpen(window.text, at: state.now.unixTime) {
            forbid("asked outside of the window")
        }
    }

    /// Only for the one window that the histories have: from 22:00 to 05:00 UTC, Monday to Friday.
    private static func isOpen(_ text: String, at time: Int) -> Bool {
        let minute = time / 60 % 1_440
        let day = (time / 86_400 + 3) % 7
        return minute >= 22 * 60 + 0 && day < 5 || minute < 5 * 60 && (day + 6) % 7 < 5
    }

    /// What has to be so in the end.
    func judgeEnd() {
        guard let saved, saved.phase == .halted || saved.phase == .aborted else { return }
        with { state in
            for record in saved.clients {
                let client = ObjectID(record.id)
                guard let row = state.rows[client], row.writer == .us, row.request == "setup",
                    !row.wasTouched, let own = record.rows.first
                else { continue }
                switch own.step {
                case .doubtful: break
                case .asked where own.isAtWork: break
                default:
                    state.violations.append("left \(client) waiting, which is \(own.step)")
                }
            }
        }
    }
}
