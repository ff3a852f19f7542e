import ArgumentParser
import OpusCore

/// Products on a command line, with commas between them: ids, and `@` with the id of a group.
struct ProductList: ExpressibleByArgument {
    let names: [ProductName]

    init?(argument: String) {
        let names = argument.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
            .map { name in
                name.hasPrefix("@")
                    ? ProductName.group(ObjectID(String(name.dropFirst())))
                    : .product(ObjectID(name))
            }
        guard !names.isEmpty, !names.contains(.group("")) else { return nil }
        self.names = names
    }

    func ids(_ opus: Opus) async throws -> [ObjectID] { try await opus.productIDs(names) }

    /// The ids, where none of them is a group; the option is the one whose value it is.
    func plainIDs(_ option: String) throws -> [ObjectID] {
        try names.map { name in
            guard case .product(let id) = name else {
                throw ValidationError("\(option) takes products by their ids, and no groups")
            }
            return id
        }
    }
}

/// The products that a command is about.
struct NamedProducts: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Products, or @GROUP of products, with commas between them.", valueName: "products"),
        completion: .products)
    var products: ProductList

    func ids(_ opus: Opus) async throws -> [ObjectID] { try await products.ids(opus) }
}

/// Which products are looked at; all of them where none are given.
struct ProductFilter: ParsableArguments {
    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Only these products, or @GROUP of products, with commas between them.",
            valueName: "ids"),
        completion: .products)
    var product: ProductList?

    /// The ids of the products; none where all are meant.
    func ids(_ opus: Opus) async throws -> [ObjectID] { try await product?.ids(opus) ?? [] }
}
