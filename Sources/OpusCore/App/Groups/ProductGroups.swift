import OpusBackend
public import OpusServer

/// Groups of products, with their members.
struct ProductGroups: Sendable {
    let names: KnownNames
    /// The members of each group and of the groups below it, by the groups' numbers.
    private let members: [[ObjectID]]

    init(_ groups: [Group], members: [GroupMember]) {
        var products = StringTable()
        for member in members { _ = products.number(of: member.objectID) }
        let tree = GroupTree(
            .init(groups: groups, members: MembershipTable(members)), clients: products,
            clientCount: products.count)
        var found = [[ObjectID]](repeating: [], count: tree.groups.count)
        var marks = Array(repeating: 0, count: tree.groups.count)
        for (number, product) in products.ids.enumerated() {
            tree.forEachGroup(ofClient: number, mark: number + 1, marks: &marks) { group in
                found[group].append(product)
            }
        }
        names = KnownNames(tree.groups.map(\.id), hasShortNames: false)
        self.members = found.map { $0.sorted() }
    }

    /// The products of a group.
    subscript(group: Int) -> [ObjectID] { members[group] }
}

/// A product on a command line, or a group of them.
public enum ProductName: Sendable, Hashable {
    /// The product of this id.
    case product(ObjectID)
    /// The products of this group, and of the groups below it.
    case group(ObjectID)
}

extension Opus {
    /// The products that are named, the members of groups among them.
    ///
    /// Nothing is read where no group is named.
    ///
    /// - Parameter names: products and groups of products.
    /// - Returns: their ids, each once; of those that are named by themselves it is not known
    ///   whether there are such products.
    /// - Throws: `TargetError` where there is no such group, or none of its members is a product;
    ///   `ServerError`, or `CancellationError`.
    public func productIDs(_ names: [ProductName]) async throws -> [ObjectID] {
        var groups: ProductGroups?
        var ids: [ObjectID] = []
        for name in names {
            switch name {
            case .product(let id): ids.append(id)
            case .group(let id):
                let known: ProductGroups
                if let groups {
                    known = groups
                } else {
                    known = try await backend.productGroupTree()
                    groups = known
                }
                let number = try known.names.number(
                    of: .init(id.text), .productGroup, in: "@" + id.text)
                guard !known[number].isEmpty else {
                    throw TargetError(.emptyProductGroup(id.text))
                }
                ids += known[number]
            }
        }
        return ids.distinct()
    }
}

extension Backend {
    /// Every group of products with its members.
    func productGroupTree() async throws -> ProductGroups {
        // An administrator's right is needed to see all of them.
        try await requireAdministrator()
        return ProductGroups(try await productGroups(), members: try await productGroupMembers())
    }
}
