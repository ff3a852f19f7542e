public import OpusBackend
public import OpusServer

/// What an action will do, before anything is done: which clients and products, what is left out,
/// and why.
///
/// `Opus.execute(_:)` sends just this. Making a plan only reads.
public struct ActionPlan: Sendable, Equatable {
    /// The kinds of action.
    public enum Operation: Sendable, Equatable {
        /// Install where needed; with force wherever it can be.
        case install(force: Bool)
        /// Remove where installed.
        case uninstall
        /// Install what is older than on the client's depot.
        case update
        /// Ask again for installations that failed.
        case retry
        /// Take back what is requested and has not run yet.
        case cancel
        /// Record as installed, without doing anything on the client.
        case setInstalled
        /// Record as not installed, without doing anything on the client.
        case setUninstalled
        /// Ask for setup, without what the product depends on.
        case setSetup
        /// Record software that an audit found as installed.
        case migrate
        /// Make members of a client group.
        case addToGroup(ObjectID)
        /// Take out of a client group.
        case removeFromGroup(ObjectID)
        /// Call the clients.
        case call(ClientCall)
    }

    /// One thing that will be done: one row that the server writes, or one client that is called.
    public struct Step: Sendable, Equatable {
        /// The client.
        public let clientID: ObjectID
        /// The product; nil where the action is about the client itself.
        public let productID: ObjectID?
        /// What the client will be asked for; nil where it is asked for nothing.
        public let request: ActionRequest?
        /// The version that it is about, such as `24.08-1`; nil where there is none.
        public let version: String?
        /// The version that is recorded as installed now; nil where none is.
        public let installedVersion: String?
        /// What is requested now and will be replaced; nil where nothing is.
        public let replaces: ActionRequest?
        /// The products for whose sake nobody asked for this one, but the server does.
        public internal(set) var neededBy: [ObjectID] = []

        let change: ProductOnClientChange?
        /// What the plan rests on; nil where there is no such row.
        var seen: RowState?

        /// Whether it is there for the sake of other products alone.
        public var isDependency: Bool { !neededBy.isEmpty }
    }

    /// One thing that will not be done.
    public struct Skip: Sendable, Equatable {
        /// The client.
        public let clientID: ObjectID
        /// The product; nil where the reason is about the client.
        public let productID: ObjectID?
        /// Why.
        public let reason: SkipReason
        /// Whether it counts as a failure: it was asked for by name and can't be done. What needs
        /// no doing is none.
        public let isRefusal: Bool
    }

    /// The kind of action.
    public let operation: Operation
    /// What will be done, by client in the order of the selection.
    public internal(set) var steps: [Step]
    /// What will not be done, by client in the order of the selection.
    public internal(set) var skipped: [Skip]
    /// What a person should know before saying yes.
    public internal(set) var warnings: [ActionWarning]
    /// Whether clients that get a new request are told to act on it now.
    public let firesOnDemand: Bool
    /// What waits on clients that are told to act now, and runs along with what the plan asks for.
    public internal(set) var alsoRuns: [ProductRequest] = []

    let selection: ClientSelection
    /// Dependencies that are requested already.
    var pending: [Step] = []

    /// Every client that was asked for.
    public var clients: [ObjectID] { selection.ids }

    /// The clients on which something will be done.
    public var affectedClients: [ObjectID] {
        let affected = Set(steps.map(\.clientID))
        return clients.filter { affected.contains($0) }
    }

    /// What was asked for by name and can't be done.
    public var refusals: [Skip] { skipped.filter(\.isRefusal) }

    /// Whether there is nothing to do.
    public var isEmpty: Bool { steps.isEmpty }
}

/// A call to clients.
public enum ClientCall: Sendable, Equatable {
    /// Run what is pending now (event `on_demand`).
    case onDemand
    /// Reboot.
    case reboot
    /// Shut down.
    case shutdown
    /// Wake up, by packets to the hardware address.
    case wake
    /// Show a message for some seconds; 0 until somebody closes it.
    case popup(message: String, seconds: Int)
}

/// What a person should know of a plan before saying yes.
public enum ActionWarning: Sendable, Equatable, CustomStringConvertible {
    /// `windomain` is among the products: it joins the client to its domain again.
    case windomain
    /// A netboot product is among them: its setup can install the whole operating system.
    case netboot(ObjectID)
    /// A removal is pending for something that is installed and was asked for.
    case uninstallPending(product: ObjectID, clients: Int)
    /// A product needs another that it will not get: the server goes on without it.
    case dependencyMissing(product: ObjectID, neededBy: ObjectID, reason: SkipReason, clients: Int)

    /// A sentence for a person.
    public var description: String {
        switch self {
        case .windomain:
            "windomain joins a client to its domain again and can break a join that works"
        case .netboot(let product):
            "\(product) is a netboot product: it can install the whole operating system anew"
        case .uninstallPending(let product, let clients):
            "\(product) is installed, but its removal is pending on \(clients) "
                + (clients == 1 ? "client" : "clients") + ": cancel that to keep it"
        case .dependencyMissing(let product, let user, let reason, let clients):
            "\(user) needs \(product), and goes without it on \(clients) "
                + (clients == 1 ? "client" : "clients") + ": \(reason)"
        }
    }
}
