/// The states that a client is in; they may overlap.
public struct ClientStates: OptionSet, Sendable, Hashable {
    /// One bit a state, in the order of `ClientState.allCases`.
    public let rawValue: UInt16

    /// States from their bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// One state.
    ///
    /// - Parameter state: the state.
    public init(_ state: ClientState) { rawValue = 1 << state.rawValue }

    /// `ClientState.failed`.
    public static let failed = ClientStates(.failed)
    /// `ClientState.updatable`.
    public static let updatable = ClientStates(.updatable)
    /// `ClientState.fresh`.
    public static let fresh = ClientStates(.fresh)
    /// `ClientState.outdated`.
    public static let outdated = ClientStates(.outdated)
    /// `ClientState.neverSeen`.
    public static let neverSeen = ClientStates(.neverSeen)
    /// `ClientState.pending`.
    public static let pending = ClientStates(.pending)
    /// `ClientState.stuck`.
    public static let stuck = ClientStates(.stuck)
    /// `ClientState.downgrade`.
    public static let downgrade = ClientStates(.downgrade)
    /// `ClientState.deferred`.
    public static let deferred = ClientStates(.deferred)

    /// The states one by one, in the order of `ClientState.allCases`.
    public var all: [ClientState] { ClientState.allCases.filter { contains(ClientStates($0)) } }
}

/// How many clients are in each state. A client can be in several.
public struct StateCounts: Sendable, Equatable {
    /// All clients.
    public internal(set) var clients = 0
    /// By the numbers of the states (`ClientState.rawValue`).
    private var numbers = SIMD16<Int>()

    /// Counts of nothing.
    public init() {}

    /// Counts of some clients.
    ///
    /// - Parameter clients: the clients.
    public init(of clients: some Sequence<ClientSummary>) {
        for client in clients { add(client.states, 1) }
    }

    /// The sum of counts of which none has a client of another.
    ///
    /// - Parameter parts: the counts.
    public init(sumOf parts: some Sequence<StateCounts>) {
        for part in parts {
            clients += part.clients
            numbers &+= part.numbers
        }
    }

    /// Clients in a state.
    ///
    /// - Parameter state: the state.
    public internal(set) subscript(state: ClientState) -> Int {
        get { numbers[state.rawValue] }
        set { numbers[state.rawValue] = newValue }
    }

    /// Counts one client, or takes it out.
    mutating func add(_ states: ClientStates, _ sign: Int) {
        clients += sign
        // By bits, as this runs for each client in each of its groups.
        var bits = states.rawValue
        while bits != 0 {
            numbers[bits.trailingZeroBitCount] += sign
            bits &= bits - 1
        }
    }
}
