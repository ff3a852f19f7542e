/// What is to change in a product's state on a client (opsi: a `ProductOnClient` to be written).
///
/// What is nil stays as it is. Where the client has no state of the product yet, one is made.
public struct ProductOnClientChange: Sendable, Equatable {
    /// The client's id.
    public var clientID: ObjectID
    /// The product's id.
    public var productID: ObjectID
    /// The kind of product, as the client's depot has it: a wrong one would convert the state.
    public var type: ProductType
    /// Whether it is installed.
    public var installationStatus: InstallationStatus?
    /// What the client is to do.
    public var actionRequest: ActionRequest?
    /// How the last action ended.
    public var actionResult: ActionResult?
    /// What a running action is doing.
    public var actionProgress: String?
    /// The version of the software.
    public var productVersion: String?
    /// The version of the package.
    public var packageVersion: String?

    /// Describes a change of nothing yet.
    ///
    /// - Parameters:
    ///   - clientID: the client's id.
    ///   - productID: the product's id.
    ///   - type: the kind of product.
    public init(clientID: ObjectID, productID: ObjectID, type: ProductType) {
        self.clientID = clientID
        self.productID = productID
        self.type = type
    }
}

extension ProductOnClientChange {
    /// The object for the wire.
    ///
    /// - Throws: `ServerError` with code `configuration` where an id is no exact id, or the kind of
    ///   product is none that opsi has.
    func object() throws(ServerError) -> JSONValue {
        guard clientID.isExact, productID.isExact else {
            throw ServerError(
                .configuration,
                "\"\(clientID)\" and \"\(productID)\" are not both exact ids, so nothing was sent")
        }
        guard type != .other else {
            throw ServerError(
                .configuration,
                "\"\(productID)\" is of a kind that opus does not know, so nothing was sent")
        }
        var members: [String: JSONValue] = [
            "type": "ProductOnClient", "clientId": .string(clientID.text),
            "productId": .string(productID.text), "productType": .string(type.rawValue),
        ]
        members["installationStatus"] = installationStatus.map { .string($0.rawValue) }
        members["actionRequest"] = actionRequest.map { .string($0.rawValue) }
        members["actionResult"] = actionResult.map { .string($0.rawValue) }
        members["actionProgress"] = actionProgress.map { .string($0) }
        members["productVersion"] = productVersion.map { .string($0) }
        members["packageVersion"] = packageVersion.map { .string($0) }
        return .object(members)
    }
}
