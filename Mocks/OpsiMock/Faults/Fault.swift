extension OpsiMock {
    /// Something that goes wrong on request.
    ///
    /// In files of faults, which `opsi-mock --faults` reads, the kinds have the names `refuse`,
    /// `delay`, `hang`, `reset`, `truncate`, `garbage`, `wrong-type`, `wrong-field-types`,
    /// `status:CODE`, `session-expired`, `blocked`, `huge`, `corrupt-gzip`, `truncated-gzip`,
    /// `endless-gzip`, `rpc-error`, `missing-result`, `no-upgrade`, `lose`, `drop` and `stall`. Where several faults hit a request, their
    /// delays add up, and the first of the others spoils the answer. What a call changed stays
    /// changed when its answer is spoilt, but for ``Kind/refuse``, ``Kind/hang``,
    /// ``Kind/status(_:)`` and ``Kind/blocked``, which come before the call.
    public struct Fault: Sendable, Equatable {
        /// What goes wrong.
        public enum Kind: Sendable, Equatable {
            /// Connections are refused: nothing listens any more. For a single method, which is
            /// known only once a connection stands, the connection is reset without an answer.
            case refuse
            /// Answers come late.
            case delay
            /// No answer comes, while the connection stays open.
            case hang
            /// The connection is reset in the middle of the answer's body.
            case reset
            /// The connection is closed in the middle of the answer's body.
            case truncate
            /// The body is no JSON.
            case garbage
            /// The result is of another type than it should be.
            case wrongType
            /// The values in the result's objects are of other types than they should be.
            case wrongFieldTypes
            /// The answer is an HTTP error.
            case status(Int)
            /// The caller's session has expired: a cookie is no longer worth anything.
            case sessionExpired
            /// The caller's address is blocked, and so is a live session.
            case blocked
            /// The answer is huge: valid rows without an end, up to 1 TiB.
            case huge
            /// The body is gzip with bytes changed in the middle.
            case corruptGzip
            /// The body is gzip that ends too early.
            case truncatedGzip
            /// The body is gzip that never ends.
            case endlessGzip
            /// The call fails inside an answer that is well-formed.
            case rpcError
            /// The answer has neither a result nor an error.
            case missingResult
            /// The messagebus is asked for without an upgrade, as by a proxy that does not pass it.
            case noUpgrade
            /// A message of the messagebus never arrives, and nothing tells of that.
            case lose
            /// The connection to the messagebus ends in place of a message, without a close frame.
            case drop
            /// From a message on, the connection to the messagebus says nothing more, neither
            /// messages nor pings, while it stays open.
            case stall
        }

        /// The RPC method that it concerns; nothing for all requests. `messagebus` is the request
        /// for a connection to the messagebus; a channel, such as `event:host_updated` or
        /// `session`, the messages that go over it.
        public var method: String?
        /// What goes wrong.
        public var kind: Kind
        /// How many requests that it concerns go well first.
        public var after: Int
        /// How often it happens; nothing for as long as it is set.
        public var count: Int?
        /// For ``Kind/delay`` how long each answer takes, by default one second; for
        /// ``Kind/hang`` how long until the connection is closed, and for ``Kind/stall`` how long
        /// until it goes on, by default for ever; else how long after the first time the fault
        /// stays, by default as long as it is set.
        public var seconds: Double?

        /// Makes a fault.
        public init(
            _ kind: Kind, method: String? = nil, after: Int = 0, count: Int? = nil,
            seconds: Double? = nil
        ) {
            self.kind = kind
            self.method = method == "*" ? nil : method
            self.after = after
            self.count = count
            self.seconds = seconds
        }
    }
}

extension OpsiMock.Fault.Kind {
    /// All kinds by their names, with what they do; `status:CODE` stands for any status.
    private static let named: [(name: String, kind: Self, text: String)] = [
        ("refuse", .refuse, "nothing listens any more (for one method: reset without an answer)"),
        ("delay", .delay, "answers come SECONDS late (default 1)"),
        ("hang", .hang, "no answer; the connection is closed after SECONDS (default never)"),
        ("reset", .reset, "the connection is reset in the middle of the body"),
        ("truncate", .truncate, "the connection is closed in the middle of the body"),
        ("garbage", .garbage, "the body is no JSON"),
        ("wrong-type", .wrongType, "the result is of another type"),
        (
            "wrong-field-types", .wrongFieldTypes,
            "the values in the result's objects are of other types"
        ),
        ("status:CODE", .status(500), "an HTTP error, such as status:503"),
        ("session-expired", .sessionExpired, "the caller's session has expired"),
        ("blocked", .blocked, "403, the caller's address is blocked"),
        ("huge", .huge, "valid rows without an end"),
        ("corrupt-gzip", .corruptGzip, "gzip with bytes changed in the middle"),
        ("truncated-gzip", .truncatedGzip, "gzip that ends too early"),
        ("endless-gzip", .endlessGzip, "gzip that never ends"),
        ("rpc-error", .rpcError, "the call fails inside a well-formed answer"),
        ("missing-result", .missingResult, "neither result nor error"),
        ("no-upgrade", .noUpgrade, "the messagebus as behind a proxy that passes no upgrade"),
        ("lose", .lose, "messages of the messagebus are lost"),
        ("drop", .drop, "the messagebus breaks off at a message"),
        ("stall", .stall, "the messagebus falls silent for SECONDS (default for ever)"),
    ]

    /// The names of all kinds with what they do, as they stand in files of faults.
    public static let descriptions = named.map { (name: $0.name, text: $0.text) }

    /// Reads a name, such as `status:503`.
    init?(name: String) {
        if name.hasPrefix("status:") {
            guard let code = Int(name.dropFirst(7)), (200...599).contains(code) else { return nil }
            self = .status(code)
        } else {
            guard let kind = Self.named.first(where: { $0.name == name })?.kind else { return nil }
            self = kind
        }
    }
}
