import OpusBackend
public import OpusServer

/// What somebody wants to roll out.
public struct RolloutOrder: Sendable {
    /// The products; at least one.
    public var products: [ObjectID]
    /// The clients.
    public var clients: ClientSelection
    /// Those that come first, as a stage of their own with its name; nil for none.
    public var first: (name: String, clients: ClientSelection)?
    /// How large the stages are, of the clients that do not come first.
    public var sizes: RolloutStageSizes
    /// How clients are asked.
    public var asking: RolloutPlan.Asking
    /// What has to be so before the next stage.
    public var gates: RolloutGates
    /// The clients as somebody wrote it.
    public var targets: String
    /// The server's address.
    public var server: String

    /// Makes an order; the arguments are its properties.
    public init(
        products: [ObjectID], clients: ClientSelection,
        first: (name: String, clients: ClientSelection)?, sizes: RolloutStageSizes,
        asking: RolloutPlan.Asking, gates: RolloutGates, targets: String, server: String
    ) {
        self.products = products
        self.clients = clients
        self.first = first
        self.sizes = sizes
        self.asking = asking
        self.gates = gates
        self.targets = targets
        self.server = server
    }
}

/// A plan for a rollout, and what a person should know of it.
public struct RolloutDraft: Sendable {
    /// The plan; it has no stage where nobody needs anything.
    public let plan: RolloutPlan
    /// A few words on each client of its stages, for who reviews it.
    public let notes: [ObjectID: String]
    /// What to know before saying yes.
    public let warnings: [String]
    /// The server's clock, in Unix seconds.
    public let serverTime: Int
}

extension Opus {
    /// Plans a rollout: installing products where they are missing or older than on the client's
    /// depot, in stages of which each is a fair sample of the clients.
    ///
    /// - Parameter order: what is wanted.
    /// - Returns: the plan; nothing is sent.
    /// - Throws: what `planInstall` throws; `ActionRefused` where none of those that are to come
    ///   first gets anything.
    public func planRollout(_ order: RolloutOrder) async throws -> RolloutDraft {
        let actions = try await planInstall(
            order.products, on: order.clients, now: order.asking.now)
        let clock = try await backend.clockNow()
        let affected = actions.affectedClients
        let places = try await rolloutPlaces(affected)
        var stages: [RolloutPlan.Stage] = []
        var rest = affected
        if let first = order.first, !affected.isEmpty {
            let wanted = Set(first.clients.ids)
            let clients = affected.filter(wanted.contains)
            guard !clients.isEmpty else {
                throw ActionRefused(
                    .nothingNamed, "nobody of \(first.name) gets anything, so nobody can come first"
                )
            }
            stages.append(.init(name: first.name, clients: clients))
            rest = affected.filter { !wanted.contains($0) }
        }
        var sample = RolloutSample(rest) { places.traits(of: $0) }.order[...]
        for (name, count) in order.sizes.stages(of: rest.count) {
            stages.append(.init(name: name, clients: sample.prefix(count).sorted()))
            sample = sample.dropFirst(count)
        }
        let plan = RolloutPlan(
            created: clock.unixTime, server: order.server, products: order.products,
            targets: order.targets, asking: order.asking, gates: order.gates,
            items: RolloutPlan.Item.items(of: actions, places.depotOfClient), stages: stages,
            leftOut: RolloutPlan.LeftOut.groups(of: actions))
        return RolloutDraft(
            plan: plan, notes: Self.notes(actions, places),
            warnings: actions.warnings.map(\.description) + Self.alsoRuns(actions)
                + Self.emptyStages(order.sizes, of: rest.count),
            serverTime: clock.unixTime)
    }

    private func rolloutPlaces(_ clients: [ObjectID]) async throws -> RolloutPlaces {
        guard !clients.isEmpty else { return RolloutPlaces() }
        var places = RolloutPlaces()
        for entry in try await backend.clientDepots(of: clients) {
            places.depotOfClient[entry.clientID] = entry.depotID
        }
        let members = try await backend.memberships(of: clients)
        for pair in members.pairs {
            let group = members.groups.ids[Int(pair.group)]
            places.groupsOfClient[members.objects.ids[Int(pair.object)], default: []]
                .append(group.text)
        }
        // What no audit has found, or the server does not tell, is not known.
        do {
            places.systemOfClient = try await backend.operatingSystems(ofClients: clients)
                .ofClients.mapValues(\.title)
            places.modelOfClient = try await backend.computerModels(ofClients: clients)
        } catch let error as ServerError where error.code == .rpc {}
        return places
    }

    private static func notes(
        _ actions: ActionPlan, _ places: RolloutPlaces
    ) -> [ObjectID: String] {
        var notes: [ObjectID: [String]] = [:]
        for client in actions.affectedClients {
            notes[client] = [
                places.depotOfClient[client]?.text, places.systemOfClient[client],
                places.modelOfClient[client],
            ].compactMap(\.self)
        }
        for step in actions.steps where !step.isDependency {
            guard let product = step.productID else { continue }
            notes[step.clientID, default: []].append(
                step.installedVersion.map { "has \(product) \($0)" } ?? "has no \(product)")
        }
        return notes.mapValues { $0.joined(separator: ", ") }
    }

    private static func emptyStages(_ sizes: RolloutStageSizes, of clients: Int) -> [String] {
        guard clients > 0 else { return [] }
        return sizes.empty(of: clients).map {
            "\($0) of \(clients) clients are no more than were asked before: it is no stage"
        }
    }

    private static func alsoRuns(_ actions: ActionPlan) -> [String] {
        guard !actions.alsoRuns.isEmpty else { return [] }
        let clients = Set(actions.alsoRuns.map(\.clientID)).count
        return [
            "clients that are told to act at once act on all that waits there: now that is"
                + " \(actions.alsoRuns.count) more on \(clients) of them"
        ]
    }
}

/// Where clients are, and what they are.
private struct RolloutPlaces {
    var depotOfClient: [ObjectID: ObjectID] = [:]
    var groupsOfClient: [ObjectID: [String]] = [:]
    var systemOfClient: [ObjectID: String] = [:]
    var modelOfClient: [ObjectID: String] = [:]

    /// What a fair sample is fair by.
    func traits(of client: ObjectID) -> RolloutSample.Traits {
        [
            depotOfClient[client].map { [$0.text] } ?? [],
            groupsOfClient[client] ?? [],
            [systemOfClient[client] ?? ""],
            [modelOfClient[client] ?? ""],
        ]
    }
}

extension RolloutPlan.Item {
    /// What a plan of actions comes to, by product and depot.
    fileprivate static func items(
        of actions: ActionPlan, _ depotOfClient: [ObjectID: ObjectID]
    ) -> [Self] {
        struct Key: Hashable {
            var product: ObjectID
            var depot: ObjectID
        }
        var items: [Key: Self] = [:]
        for step in actions.steps {
            guard let product = step.productID else { continue }
            let key = Key(product: product, depot: depotOfClient[step.clientID] ?? "")
            var item =
                items[key]
                ?? Self(
                    product: product, depot: key.depot, action: step.request?.rawValue ?? "none",
                    version: step.version, installed: [:], neededBy: [])
            item.installed[step.installedVersion ?? "", default: 0] += 1
            item.neededBy = (item.neededBy + step.neededBy).distinct().sorted()
            items[key] = item
        }
        return items.values.sorted {
            ($0.neededBy.isEmpty ? 0 : 1, $0.product, $0.depot)
                < ($1.neededBy.isEmpty ? 0 : 1, $1.product, $1.depot)
        }
    }
}

extension RolloutPlan.LeftOut {
    /// Who gets nothing, by reason.
    fileprivate static func groups(of actions: ActionPlan) -> [Self] {
        struct Key: Hashable {
            var product: ObjectID?
            var reason: String
        }
        let affected = Set(actions.affectedClients)
        var clients: [Key: [ObjectID]] = [:]
        for skip in actions.skipped where !affected.contains(skip.clientID) {
            clients[
                Key(product: skip.productID, reason: skip.reason.description), default: []
            ].append(skip.clientID)
        }
        return clients.sorted {
            (-$0.value.count, $0.key.reason, $0.key.product?.text ?? "")
                < (-$1.value.count, $1.key.reason, $1.key.product?.text ?? "")
        }.map { Self(product: $0.key.product, reason: $0.key.reason, clients: $0.value.sorted()) }
    }
}
