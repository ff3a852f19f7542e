extension ActionSorter {
    /// Of several actions with one product the first in this order is done.
    private static let order = [
        "setup", "update", "always", "once", "custom", "uninstall", "none",
    ]

    static func rank(_ action: Action) -> Int {
        order.firstIndex(of: action.name) ?? order.count
    }

    /// The products that need each other in any order in time.
    func connectedProducts() -> [Set<String>] {
        var groups: [Set<String>] = []
        for product in products {
            var together: Set<String> = [product]
            for number in ofProduct[product] ?? [] where actions[number].isRequired {
                for need in actions[number].needs where !need.when.isEmpty {
                    together.insert(actions[need.action].product)
                }
            }
            let meeting = groups.filter { !$0.isDisjoint(with: together) }
            groups.removeAll { !$0.isDisjoint(with: together) }
            groups.append(meeting.reduce(together) { $0.union($1) })
        }
        return groups
    }

    struct Ordered {
        var priority = 0
        var actions: [Int] = []
        var log: [String] = []
    }

    func orderedActions(of products: Set<String>) -> Ordered {
        var ordered = Ordered()
        for product in products.sorted() {
            let own = ofProduct[product] ?? []
            let required = own.filter { actions[$0].isRequired }
            ordered.actions +=
                required.isEmpty ? own.filter { actions[$0].given != nil }.suffix(1) : required
            for number in required {
                let priorities = [ordered.priority, actions[number].priority]
                let highest = priorities.max() ?? 0
                ordered.priority = highest > 0 ? highest : priorities.min() ?? 0
            }
        }
        ordered.actions.sort { key($0, sign: -1) < key($1, sign: -1) }
        ordered.log.append(
            "Ordered by priority, productId and actionRequest: " + text(ordered.actions))
        moveNeeds(in: &ordered)
        ordered.log.append("Order after sort run #1: " + text(ordered.actions))
        return ordered
    }

    private func key(_ number: Int, sign: Int) -> (Int, String, Int) {
        let action = actions[number]
        return (action.priority * sign, action.product, Self.rank(action))
    }

    private func moveNeeds(in ordered: inout Ordered) {
        for (when, sign) in [("before", -1), ("after", 1)] {
            let needs = ordered.actions.flatMap { actions[$0].needs }
                .filter { $0.when == when && actions[$0.action].isRequired }.map(\.action)
            for need in Set(needs).sorted(by: { key($0, sign: sign) < key($1, sign: sign) }) {
                for user in actions[need].neededBy {
                    guard
                        let from = position(of: need, in: ordered),
                        let to = position(of: user, in: ordered),
                        when == "before" ? from > to : from < to
                    else { continue }
                    ordered.log.append(
                        "Sort run #1: Moving \(name(need)) (#\(from)) \(when) \(name(user)) (#\(to))"
                    )
                    let moved = ordered.actions.remove(at: from)
                    ordered.actions.insert(moved, at: to)
                }
            }
        }
    }

    private func position(of number: Int, in ordered: Ordered) -> Int? {
        ordered.actions.firstIndex { actions[$0].product == actions[number].product }
    }

    private func name(_ number: Int) -> String {
        "\(actions[number].product):\(actions[number].name)"
    }

    private func text(_ numbers: [Int]) -> String {
        numbers.map { "\(name($0))(\(actions[$0].priority))" }.joined(separator: ", ")
    }

    func group(_ ordered: Ordered, _ number: inout Int) -> Group {
        var group = Group(priority: ordered.priority, log: ordered.log)
        for position in ordered.actions {
            let action = actions[position]
            group.priorities.append((action.product, action.priority))
            var row =
                action.given
                ?? Row(
                    [
                        "productId": .string(action.product),
                        "productType": .string(action.type), "clientId": .string(client),
                    ], table: .productOnClient)
            row["actionRequest"] = .string(action.isRequired ? action.name : "none")
            row["actionSequence"] = .integer(action.isRequired ? number : -1)
            if action.isRequired { number += 1 }
            group.rows.append(row)
        }
        return group
    }
}
