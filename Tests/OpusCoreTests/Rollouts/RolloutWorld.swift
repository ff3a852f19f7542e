import OpusCore
import Synchronization
import TestSupport

/// The process ended here: nothing of what it had in memory is left.
struct ProcessEnd: Error {}

/// Something went wrong that a process survives.
struct Mishap: Error {}

/// A server, its clients, other admins, a disk and clocks, in which a rollout runs, and which notes
/// whatever a rollout must never do.
final class RolloutWorld: Sendable {
    struct Row: Equatable {
        enum Writer { case us, other, nobody }

        var request = "none"
        var result = "none"
        var lastAction = ""
        var progress = ""
        var status = "not_installed"
        var version = ""
        var time = 0
        var writer = Writer.nobody
        /// Whether somebody but this rollout and the client has written it since the rollout did.
        var wasTouched = false
    }

    enum Fate { case succeeds, fails, defers, isOff }

    /// How likely things are, in percent.
    struct Chances {
        var act = 40
        var processEnd = 0
        var mishap = 0
        var lostAnswer = 0
        var others = 0
        var refusal = 0
    }

    struct State {
        var random: SeededGenerator
        var rows: [ObjectID: Row] = [:]
        var fates: [ObjectID: Fate] = [:]
        var now: RolloutMoment
        /// The server's own clock, which only goes on.
        var serverTime = 1_000
        var journal: [UInt8]?
        /// What is in the journal.
        var saved: RolloutState?
        var wish: RolloutWish?
        var places = 0
        var endsAt: Set<Int> = []
        var violations: [String] = []
        var requests: [ObjectID: Int] = [:]
        var cancelled: Set<ObjectID> = []
        /// What was last read of each client.
        var visible: [ObjectID: Row] = [:]
        /// When each stage was first seen to have reported enough.
        var judged: [Int: RolloutMoment] = [:]
    }

    static let product: ObjectID = "firefox"
    static let target = "129.0-1"

    let plan: RolloutPlan
    let chances: Chances
    private let state: Mutex<State>

    init(_ plan: RolloutPlan, seed: UInt64, chances: Chances = Chances(), now: Int = 1_795_000_000)
    {
        self.plan = plan
        self.chances = chances
        state = Mutex(
            State(
                random: SeededGenerator(seed: seed),
                now: RolloutMoment(unixTime: now, boot: "a", uptime: 10_000)))
    }

    func with<Value>(_ body: (inout State) throws -> Value) rethrows -> Value {
        try state.withLock { state in try body(&state) }
    }

    var violations: [String] { with { $0.violations } }
    var now: RolloutMoment { with { $0.now } }

    /// The state that was saved last.
    var saved: RolloutState? { with { $0.saved } }

    /// The same as a new process reads it.
    func read() throws -> RolloutState? {
        try with { $0.journal }.map { try RolloutState(json: $0) }
    }

    /// A place at which the process may end.
    func place() throws {
        try with { state in
            state.places += 1
            state.now.unixTime += 1
            state.now.uptime += 1
            if state.endsAt.contains(state.places) { throw ProcessEnd() }
            if state.happens(chances.processEnd) { throw ProcessEnd() }
        }
    }

    func mishap() throws { try with { if $0.happens(chances.mishap) { throw Mishap() } } }

    /// Lets clients go on with what is requested.
    func live() {
        with { state in
            for client in state.rows.keys.sorted() where state.happens(chances.act) {
                state.goOn(client)
            }
        }
    }

    /// Lets another admin do something.
    func meddle() {
        with { state in
            guard state.happens(chances.others),
                let client = plan.clients.randomElement(using: &state.random)
            else { return }
            state.meddle(client)
        }
    }
}

extension RolloutWorld.State {
    mutating func happens(_ percent: Int) -> Bool {
        percent > 0 && Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func write(_ client: ObjectID, _ body: (inout RolloutWorld.Row) -> Void) {
        serverTime += 1
        var row = rows[client] ?? RolloutWorld.Row()
        body(&row)
        row.time = serverTime
        rows[client] = row
    }

    fileprivate mutating func goOn(_ client: ObjectID) {
        guard let row = rows[client], row.request == "setup", let fate = fates[client],
            fate != .isOff
        else { return }
        if row.progress != "installing" {
            if fate == .defers, row.progress != "Deferred" {
                return write(client) { $0.progress = "Deferred" }
            }
            return write(client) { $0.progress = "installing" }
        }
        write(client) { row in
            row.request = "none"
            row.lastAction = "setup"
            row.writer = .nobody
            if fate == .fails {
                row.result = "failed"
                row.status = "unknown"
                row.progress = "ExitCode = 1603"
            } else {
                row.result = "successful"
                row.status = "installed"
                row.progress = ""
            }
            row.version = RolloutWorld.target
        }
    }

    fileprivate mutating func meddle(_ client: ObjectID) {
        let choice = Int.random(in: 0..<5, using: &random)
        switch (choice, rows[client]?.request ?? "none") {
        case (0, "none"), (1, "none"): request("setup", on: client, by: .other)
        case (2, "setup"): request("none", on: client, by: .nobody)
        // Taken back, and asked for again. Where the client puts it off before anybody looks,
        // nothing tells who asked last.
        case (3, "setup") where fates[client] != .defers: request("setup", on: client, by: .other)
        case (4, "setup"): request("uninstall", on: client, by: .other)
        default: break
        }
    }

    private mutating func request(
        _ request: String, on client: ObjectID, by writer: RolloutWorld.Row.Writer
    ) {
        write(client) { row in
            if row.request == request { row.progress = "" }
            row.request = request
            row.writer = writer
            row.wasTouched = true
        }
    }
}

extension RolloutWorld.Row {
    func fact(_ client: ObjectID) -> RolloutFact {
        RolloutFact(
            client: client, product: RolloutWorld.product, request: request, result: result,
            lastAction: lastAction, progress: progress, status: status, version: version,
            time: time)
    }
}
