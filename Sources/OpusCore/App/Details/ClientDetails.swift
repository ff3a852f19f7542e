public import OpusServer

/// Everything about one client.
public struct ClientDetails: Sendable, Equatable {
    /// The client itself.
    public let client: Client
    /// The states it is in.
    public let summary: ClientSummary
    /// The groups that it is a direct member of, ordered.
    public let groups: [ObjectID]
    /// Name and version of its operating system, as `swaudit` found it; nil where it has not.
    public let operatingSystem: String?
    /// Its products, ordered by id.
    public let products: [ProductDetails]
    /// The server's clock, in Unix seconds.
    public let serverTime: Int
}

/// A product on one client.
public struct ProductDetails: Sendable, Equatable {
    /// The state as the server has it.
    public let state: ProductOnClient
    /// The version on the client's depot; nil where the depot hasn't the product.
    public let depotVersion: String?
    /// Whether the depot has a newer version than the one that is installed.
    public let isUpdatable: Bool
    /// When the state last changed, in Unix seconds; nil where that is not known.
    public let changed: Int?

    /// Whether the client is failed by it (`ProductOnClient.isFailed`).
    public var isFailed: Bool { state.isFailed }

    /// Whether the client is pending by it (`ProductOnClient.isPending`).
    public var isPending: Bool { state.isPending }
}
