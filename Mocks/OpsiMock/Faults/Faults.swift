import Synchronization

extension OpsiMock {
    /// The faults that a running mock injects; they can be changed at any time.
    public final class Faults: Sendable {
        fileprivate struct State {
            var active: [Active] = []
            /// Whether nothing listens, and until when.
            var refusal: Refusal?
        }

        fileprivate struct Active {
            let fault: Fault
            var concerned = 0
            var firstHit: ContinuousClock.Instant?
        }

        struct Refusal: Sendable, Equatable {
            /// Nothing for as long as the fault is set.
            var end: ContinuousClock.Instant?
        }

        private let state = Mutex(State())

        init(_ faults: [Fault]) {
            set(faults)
        }

        /// The faults that are set.
        public var current: [Fault] { state.withLock { $0.active.map(\.fault) } }

        /// Replaces all faults; their counts begin anew.
        public func set(_ faults: [Fault]) {
            state.withLock { state in
                state.active = faults.map { Active(fault: $0) }
                state.refusal = nil
                Self.refuseAtOnce(&state)
            }
            changes.ring()
        }

        /// Adds a fault to those that are set.
        public func add(_ fault: Fault) {
            state.withLock { state in
                state.active.append(Active(fault: fault))
                Self.refuseAtOnce(&state)
            }
            changes.ring()
        }

        /// Ends all faults.
        public func clear() { set([]) }

        /// Rings whenever ``refusal`` changes.
        let changes = Doorbell()

        var refusal: Refusal? {
            state.withLock { state in
                if let end = state.refusal?.end, end <= .now { return nil }
                return state.refusal
            }
        }

        /// A refusal of all connections that is to begin with the first needs no request.
        private static func refuseAtOnce(_ state: inout State) {
            for active in state.active where active.fault.isRefusalOfAll && active.fault.after == 0
            {
                state.refusal = refusal(active.fault)
            }
        }

        /// The fault that hits a message on its way to one of those who listen.
        func hit(message channel: String) -> Fault? {
            state.withLock { state in
                for index in state.active.indices
                where state.active[index].fault.concerns(message: channel) {
                    if state.active[index].hit() { return state.active[index].fault }
                }
                return nil
            }
        }

        private static func refusal(_ fault: Fault) -> Refusal {
            Refusal(end: fault.seconds.map { .now + .seconds($0) })
        }

        /// The faults that hit a request: at most one that spoils its answer, after any delays.
        func hits(methods: [String]) -> [Fault] {
            let (hits, isRefused) = state.withLock { state -> ([Fault], Bool) in
                var hits: [Fault] = []
                var isSpoilt = false
                var isRefused = false
                for index in state.active.indices {
                    let fault = state.active[index].fault
                    guard fault.concerns(methods), fault.kind == .delay || !isSpoilt else {
                        continue
                    }
                    guard state.active[index].hit() else { continue }
                    hits.append(fault)
                    isSpoilt = isSpoilt || fault.kind != .delay
                    if fault.isRefusalOfAll {
                        state.refusal = Self.refusal(fault)
                        isRefused = true
                    }
                }
                return (hits, isRefused)
            }
            if isRefused { changes.ring() }
            return hits
        }
    }
}

extension OpsiMock.Faults.Active {
    /// Counts a request, and says whether the fault hits it.
    mutating func hit() -> Bool {
        concerned += 1
        guard concerned > fault.after else { return false }
        if let count = fault.count, concerned - fault.after > count { return false }
        let now = ContinuousClock.now
        guard fault.secondsAreDuration, let seconds = fault.seconds else { return true }
        let first = firstHit ?? now
        firstHit = first
        return now - first < .seconds(seconds)
    }
}

extension OpsiMock.Fault {
    fileprivate var isRefusalOfAll: Bool { kind == .refuse && method == nil }

    fileprivate var secondsAreDuration: Bool { ![.delay, .hang, .stall].contains(kind) }

    fileprivate func concerns(_ methods: [String]) -> Bool {
        switch kind {
        case .lose, .drop, .stall: false
        case .noUpgrade: methods == ["messagebus"]
        default: method.map { methods.contains($0) } ?? true
        }
    }

    /// Whether it concerns a message of the messagebus.
    fileprivate func concerns(message channel: String) -> Bool {
        let name = channel.hasPrefix("session:") ? "session" : channel
        return switch kind {
        case .lose, .drop, .stall: method.map { $0 == name } ?? true
        case .garbage, .wrongType, .wrongFieldTypes: method == name
        default: false
        }
    }
}
