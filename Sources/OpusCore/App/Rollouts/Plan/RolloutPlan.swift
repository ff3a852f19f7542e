public import OpusServer

/// Which clients get what, stage by stage, under which conditions: what a person reviews before
/// anything is sent.
public struct RolloutPlan: Sendable, Equatable {
    /// Clients that are asked together.
    public struct Stage: Sendable, Equatable {
        /// Its name, such as `canary` or `10%`.
        public var name: String
        /// Exact ids, each in one stage only.
        public var clients: [ObjectID]

        /// Makes a stage.
        ///
        /// - Parameters:
        ///   - name: its name.
        ///   - clients: exact ids.
        public init(name: String, clients: [ObjectID]) {
            self.name = name
            self.clients = clients
        }
    }

    /// What clients of one depot get of one product.
    public struct Item: Sendable, Equatable {
        /// The product.
        public var product: ObjectID
        /// The depot that the clients have it from.
        public var depot: ObjectID
        /// What clients are asked for, such as `setup`.
        public var action: String
        /// The version that they get, such as `129.0-1`; nil where it is removed.
        public var version: String?
        /// How many clients have which version now; none is the empty text.
        public var installed: [String: Int]
        /// The products for whose sake it comes along; empty where it was asked for.
        public var neededBy: [ObjectID]

        /// Makes an item.
        ///
        /// - Parameters:
        ///   - product: the product.
        ///   - depot: the depot.
        ///   - action: what clients are asked for.
        ///   - version: the version that they get.
        ///   - installed: how many clients have which version now.
        ///   - neededBy: the products for whose sake it comes along.
        public init(
            product: ObjectID, depot: ObjectID, action: String, version: String?,
            installed: [String: Int], neededBy: [ObjectID]
        ) {
            self.product = product
            self.depot = depot
            self.action = action
            self.version = version
            self.installed = installed
            self.neededBy = neededBy
        }
    }

    /// Clients that are in no stage, and why.
    public struct LeftOut: Sendable, Equatable {
        /// The product; nil where the reason is about the clients.
        public var product: ObjectID?
        /// Why, in a few words.
        public var reason: String
        /// Their ids.
        public var clients: [ObjectID]

        /// Makes a group of clients that are left out.
        ///
        /// - Parameters:
        ///   - product: the product; nil where the reason is about the clients.
        ///   - reason: why.
        ///   - clients: their ids.
        public init(product: ObjectID?, reason: String, clients: [ObjectID]) {
            self.product = product
            self.reason = reason
            self.clients = clients
        }
    }

    /// How clients are asked.
    public struct Asking: Sendable, Equatable {
        /// Whether they are told to act at once, not at their next event.
        public var now: Bool
        /// Whether they are woken up first.
        public var wake: Bool
        /// A message that is shown on them first; nil for none.
        public var message: String?

        /// Makes a way of asking.
        ///
        /// - Parameters:
        ///   - now: whether clients are told to act at once.
        ///   - wake: whether they are woken up first.
        ///   - message: a message that is shown on them first.
        public init(now: Bool = false, wake: Bool = false, message: String? = nil) {
            self.now = now
            self.wake = wake
            self.message = message
        }
    }

    /// When it was made, in Unix seconds.
    public var created: Int
    /// The server's address.
    public var server: String
    /// The products that were asked for.
    public var products: [ObjectID]
    /// The clients that were asked for, as somebody wrote it.
    public var targets: String
    /// How clients are asked.
    public var asking: Asking
    /// What has to be so before the next stage.
    public var gates: RolloutGates
    /// What is installed, dependencies included.
    public var items: [Item]
    /// The stages, at least one.
    public var stages: [Stage]
    /// Who is in no stage.
    public var leftOut: [LeftOut]

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - created: when it was made, in Unix seconds.
    ///   - server: the server's address.
    ///   - products: the products that were asked for.
    ///   - targets: the clients that were asked for, as somebody wrote it.
    ///   - asking: how clients are asked.
    ///   - gates: what has to be so before the next stage.
    ///   - items: what is installed.
    ///   - stages: the stages.
    ///   - leftOut: who is in no stage.
    public init(
        created: Int, server: String, products: [ObjectID], targets: String, asking: Asking,
        gates: RolloutGates, items: [Item], stages: [Stage], leftOut: [LeftOut]
    ) {
        self.created = created
        self.server = server
        self.products = products
        self.targets = targets
        self.asking = asking
        self.gates = gates
        self.items = items
        self.stages = stages
        self.leftOut = leftOut
    }

    /// Reads a moment as ISO 8601 writes it; nil for what is none.
    ///
    /// - Parameter text: such as `2026-11-28T08:15:00Z`.
    /// - Returns: Unix seconds.
    public static func moment(_ text: String) -> Int? {
        LocalTimestamp(text, utcOffset: 0)?.seconds
    }

    /// All clients of all stages, in order.
    public var clients: [ObjectID] { stages.flatMap(\.clients) }

    /// What is wrong with it, for a person; nil where nothing is.
    public var mistake: String? {
        if products.isEmpty { return "it names no product" }
        if stages.isEmpty { return "it has no stage" }
        if let empty = stages.first(where: \.clients.isEmpty) {
            return "the stage \"\(empty.name)\" has no client"
        }
        var seen: Set<ObjectID> = []
        for client in clients {
            guard client.isExact else {
                return "\"\(client)\" is no exact client id, and opsi would take it as a pattern"
            }
            guard seen.insert(client).inserted else { return "\(client) is there twice" }
        }
        if let product = products.first(where: { !$0.isExact }) {
            return "\"\(product)\" is no exact product id, and opsi would take it as a pattern"
        }
        if (gates.window == nil) != (gates.zone == nil) {
            return "a window needs a time zone, and the reverse"
        }
        return nil
    }
}
