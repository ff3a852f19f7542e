// How a row goes on, by what the server says of it.
extension RolloutState.Row {
    /// The row as the truth is; nil where it was never written.
    func settled(_ fact: RolloutFact?) -> Self? {
        guard step == .asking else { return self }
        if (fact?.mark ?? "") == seen { return nil }
        var row = self
        guard let fact, fact.request == action || fact.hasRun(action) else {
            row.step = .notAsked
            row.reason = "somebody else changed it meanwhile"
            return row
        }
        row.step = .doubtful
        row.look(fact)
        return row
    }

    /// Takes in how the row is now.
    mutating func look(_ fact: RolloutFact?) {
        switch step {
        case .asked, .doubtful, .cancelling: break
        case .asking, .succeeded, .failed, .lost, .notAsked, .cancelled, .left: return
        }
        guard let fact else { return gone("its row is gone: somebody deleted it, or the client") }
        switch fact.request {
        case action: stillRequested(fact)
        case "none": ended(fact)
        default:
            step = step == .cancelling ? .left : .lost
            reason = "\(fact.request) was asked for instead"
        }
    }

    private mutating func stillRequested(_ fact: RolloutFact) {
        let isClients = !fact.progress.isEmpty && !seen.hasSuffix("|" + fact.progress)
        // Where the client is not at it, nothing but another writer changes the row.
        if let mark, mark != fact.mark, !isClients {
            isForeign = true
            if step == .cancelling {
                step = .left
                reason = "somebody else has asked for it since"
                return
            }
        }
        mark = fact.mark
        reason = isClients ? fact.progress : ""
    }

    private mutating func ended(_ fact: RolloutFact) {
        mark = fact.mark
        // Where all is as before, an earlier success stands there, and the request was taken back.
        guard fact.hasRun(action), fact.result == "failed" || !fact.isAsBefore(seen) else {
            return gone(
                fact.progress.isEmpty
                    ? "the request is gone, and nothing was reported"
                    : "the script left without a result: \(fact.progress)")
        }
        // A result of before stays in a row whose request is taken back.
        if step == .cancelling, fact.isAsBefore(seen) { return gone("") }
        step = fact.result == "failed" ? .failed : .succeeded
        reason = step == .failed ? fact.progress : ""
    }

    private mutating func gone(_ why: String) {
        reason = step == .cancelling ? "" : why
        step = step == .cancelling ? .cancelled : .lost
    }
}

extension RolloutFact {
    /// Whether an action has run to a result.
    fileprivate func hasRun(_ action: String) -> Bool {
        request == "none" && lastAction == action && (result == "failed" || result == "successful")
    }
}
