import OpusServer

/// What clients make of their requests: outcomes that are followed until they are reached.
///
/// It neither reads nor waits: it takes in what was read, and says how things stand. What was
/// reached stays reached, whatever is asked for afterwards.
public struct FollowedActions: Sendable {
    /// All outcomes: those that are followed, and what was settled before.
    public private(set) var outcomes: [ActionOutcome]
    /// The places of the outcomes that are followed.
    private let followed: [Int]
    /// What each row's progress was before the client began: the text of a failure stays until
    /// then.
    private var oldProgress: [Int: String] = [:]
    /// The clients that have done anything since the beginning.
    private var moving: Set<ObjectID> = []
    private var reached: Set<Int> = []
    /// The server's clock when clients were last looked at, in Unix seconds; nil before.
    public private(set) var serverTime: Int?
    private let selection: ClientSelection

    /// Begins to follow what a report left open: it waits, until something else is seen.
    ///
    /// - Parameter report: what was executed.
    public init(_ report: ActionReport) {
        var outcomes = report.outcomes
        let followed = outcomes.indices.filter {
            outcomes[$0].state == .requested && outcomes[$0].productID != nil
        }
        for index in followed { outcomes[index].state = .waiting(progress: "") }
        self.outcomes = outcomes
        self.followed = followed
        selection = report.plan.selection
    }

    /// What was read of clients and their rows.
    struct Look {
        /// The rows; nil for a client that was not asked for.
        var rows: [ObjectID: [ObjectID: ProductOnClient]]
        var clients: Set<ObjectID>
        /// When clients were last seen, and whether they can be reached, where somebody looked.
        var lastSeen: [ObjectID: Int] = [:]
        var isReachable: [ObjectID: Bool] = [:]
        /// The server's clock, where somebody looked.
        var serverTime: Int?
    }

    /// Takes in what was read.
    mutating func take(_ look: Look) {
        for index in followed where look.clients.contains(outcomes[index].clientID) {
            let client = outcomes[index].clientID
            let row = outcomes[index].productID.flatMap { look.rows[client]?[$0] }
            if reached.contains(index) {
                noteAsked(again: row, at: index)
            } else {
                let progress = progress(row, at: index)
                outcomes[index].state = Self.state(
                    row, asked: outcomes[index].request, progress: progress)
                switch outcomes[index].state {
                case .succeeded, .failed:
                    reached.insert(index)
                    // However it was asked, it has acted.
                    outcomes[index].notes = []
                default: break
                }
                if reached.contains(index) || !progress.isEmpty {
                    moving.insert(client)
                }
            }
        }
        serverTime = look.serverTime ?? serverTime
        for index in followed {
            let client = outcomes[index].clientID
            if let seen = look.lastSeen[client] { outcomes[index].lastSeen = seen }
            let isOld = look.serverTime.map {
                $0 - (outcomes[index].lastSeen ?? 0) > Self.longAgo
            }
            outcomes[index].presence =
                moving.contains(client)
                ? .present
                : Self.presence(look.isReachable[client], isOld) ?? outcomes[index].presence
        }
    }

    /// A client that was not seen for so many seconds is not waited for, whatever answers at its
    /// address.
    private static let longAgo = 86_400

    /// Whether a client is there; nil where nobody looked.
    private static func presence(
        _ isReachable: Bool?, _ isOld: Bool?
    ) -> ActionOutcome.Presence? {
        switch (isReachable, isOld) {
        case (false?, _): .unreachable
        case (_, true?): .silent
        case (true?, _): .present
        case (nil, false?): .unknown
        case (nil, nil): nil
        }
    }

    /// What a client is at; empty where the text is what an earlier failure has left in the row.
    private mutating func progress(_ row: ProductOnClient?, at index: Int) -> String {
        guard let row else { return "" }
        let old = oldProgress[index] ?? (row.actionResult == .failed ? row.actionProgress : "")
        oldProgress[index] = old
        return row.actionProgress == old ? "" : row.actionProgress
    }

    private mutating func noteAsked(again row: ProductOnClient?, at index: Int) {
        let note = row?.actionRequest.flatMap {
            $0 == .none || $0 == .always ? nil : "\($0.rawValue) was asked for again since"
        }
        outcomes[index].notes.removeAll { $0.hasSuffix("was asked for again since") }
        if let note { outcomes[index].notes.append(note) }
    }

    /// How a request stands, by its row.
    private static func state(
        _ row: ProductOnClient?, asked: ActionRequest?, progress: String
    ) -> ActionOutcome.State {
        guard let row else {
            return .unknown(reason: "its row is gone: somebody deleted it, or the client")
        }
        guard row.actionRequest == ActionRequest.none else {
            return .waiting(progress: progress)
        }
        // The result of an earlier action stays until the client reports: where the last action is
        // another one than was asked for, the request was taken back.
        let lost = ActionOutcome.State.unknown(
            reason: row.actionProgress.isEmpty
                ? "the request is gone, and nothing was reported"
                : "the script left without a result: \(row.actionProgress)")
        guard asked == nil || row.lastAction == asked?.rawValue else { return lost }
        switch row.actionResult {
        case .failed: return .failed(reason: row.actionProgress)
        case .successful: return .succeeded
        case .none: return lost
        }
    }
}

extension FollowedActions {
    /// The outcomes that are followed.
    public var entries: [ActionOutcome] { followed.map { outcomes[$0] } }

    /// What has not ended yet.
    public var open: [ActionOutcome] {
        entries.filter { if case .waiting = $0.state { true } else { false } }
    }

    /// Whether nothing more will come.
    public var isOver: Bool { open.isEmpty }

    /// Whether nothing is open but what clients have to do that are not there.
    public var waitsForAbsentOnly: Bool {
        let open = open
        return !open.isEmpty && open.allSatisfy(\.presence.isAbsent)
    }

    /// How fast it goes, by those that have done something.
    ///
    /// - Parameter time: the time since the beginning.
    /// - Returns: how many end in a minute, and in how many seconds those will have ended whose
    ///   clients are there; nil where that can't be told yet.
    public func pace(after time: Duration) -> (perMinute: Double, secondsLeft: Double)? {
        let seconds = Double(time.components.seconds)
        let left = open.count { !$0.presence.isAbsent }
        let done = reached.count
        guard done >= 5, seconds >= 10, left > 0 else { return nil }
        return (Double(done) * 60 / seconds, Double(left) * seconds / Double(done))
    }

    /// The clients with something open, or all that are followed; nil where there are none.
    func clients(openOnly: Bool) -> ClientSelection? {
        let wanted = Set((openOnly ? open : entries).map(\.clientID))
        return selection.filtered(wanted.contains)
    }

    var products: [ObjectID] { Set(entries.compactMap(\.productID)).sorted() }
}
