import OpusServer

/// What has to be read for an expression beside the list of clients.
struct TargetNeeds: Sendable, Equatable {
    /// Groups of which the members count, as they were written, each once.
    var groups: [ObjectID] = []
    /// The clients' depots.
    var depots = false
    /// The server's clock.
    var clock = false
    /// States to judge.
    var states: Set<ClientState> = []
    /// Products of which the installed rows count, as they were written, each once.
    var installedProducts: [ObjectID] = []
    /// Products of which the failed rows count, as they were written, each once.
    var failedProducts: [ObjectID] = []
    /// Groups of products of which the installed rows count, as they were written, each once.
    var installedGroups: [ObjectID] = []
    /// Groups of products of which the failed rows count, as they were written, each once.
    var failedGroups: [ObjectID] = []
    /// What is noted of clients beside their names.
    var details = false
    /// What audits found out about operating systems.
    var operatingSystems = false
    /// Whether clients answer.
    var reachability = false
}

extension TargetExpression {
    /// What has to be read to evaluate the expression.
    var needs: TargetNeeds {
        var needs = TargetNeeds()
        needs.add(root)
        return needs
    }
}

extension TargetNeeds {
    fileprivate mutating func add(_ node: TargetExpression.Node) {
        switch node {
        case .all, .client, .pattern: break
        case .group(let name): Self.add(name, to: &groups)
        case .depot: depots = true
        case .state(.reachable), .reachable: reachability = true
        case .state(.judged(let state)):
            states.insert(state)
            if state.entry.needsClock { clock = true }
        case .product(let products, _) where products.isGroup:
            Self.add(products.name, to: &installedGroups)
        case .product(let products, _): Self.add(products.name, to: &installedProducts)
        case .failed(let products, let age):
            if products.isGroup {
                Self.add(products.name, to: &failedGroups)
            } else {
                Self.add(products.name, to: &failedProducts)
            }
            if age != nil { clock = true }
        case .operatingSystem: operatingSystems = true
        case .seen: clock = true
        case .attribute: details = true
        case .not(let node): add(node)
        case .and(let operands), .or(let operands): for node in operands.nodes { add(node) }
        }
    }

    private static func add(_ name: TargetExpression.Name, to ids: inout [ObjectID]) {
        let id = ObjectID(name.text)
        if !ids.contains(id) { ids.append(id) }
    }
}

extension TargetExpression {
    /// The clients of which any selection is a part, where the expression names each by what is
    /// probably its whole id; empty where it may select others, or has to know all.
    var exactClients: [ObjectID] {
        var names: [ObjectID] = []
        guard root.isBounded, root.collectNames(&names) else { return [] }
        return names
    }
}

extension TargetExpression.Node {
    /// Whether it selects none but clients that it names.
    fileprivate var isBounded: Bool {
        switch self {
        case .client: true
        case .or(let operands): operands.nodes.allSatisfy(\.isBounded)
        case .and(let operands): operands.nodes.contains(where: \.isBounded)
        default: false
        }
    }

    /// Collects the names of clients; false where one is short, or there is something else for
    /// which all clients have to be known.
    fileprivate func collectNames(_ names: inout [ObjectID]) -> Bool {
        switch self {
        case .client(let name):
            names.append(ObjectID(name.text))
            return name.text.contains(".")
        // These are no names only if no client is called so.
        case .all, .reachable, .pattern: return false
        case .not(let node): return node.collectNames(&names)
        case .and(let operands), .or(let operands):
            return operands.nodes.allSatisfy { $0.collectNames(&names) }
        case .group, .depot, .state, .product, .failed, .operatingSystem, .seen,
            .attribute:
            return true
        }
    }
}
