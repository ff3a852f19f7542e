/// What names a row: a product on a client.
public struct RowName: Sendable, Hashable {
    /// The client.
    public let client: ObjectID
    /// The product.
    public let product: ObjectID

    /// Makes a name.
    ///
    /// - Parameters:
    ///   - client: the client.
    ///   - product: the product.
    public init(client: ObjectID, product: ObjectID) {
        self.client = client
        self.product = product
    }

    /// Whether both ids mean themselves wherever they are sent.
    package var isExact: Bool { client.isExact && product.isExact }
}

extension ProductOnClient {
    /// What names it.
    package var name: RowName { RowName(client: clientID, product: productID) }
}
