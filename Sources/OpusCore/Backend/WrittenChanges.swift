public import OpusServer

/// That a client is asked for something with a product.
public struct ProductRequest: Sendable, Hashable {
    /// The client's id.
    public let clientID: ObjectID
    /// The product's id.
    public let productID: ObjectID
    /// What the client is asked for; nil for an action that opus does not know.
    public let action: ActionRequest?

    package init(clientID: ObjectID, productID: ObjectID, action: ActionRequest?) {
        self.clientID = clientID
        self.productID = productID
        self.action = action
    }
}

/// What became of changes that were sent.
package struct WrittenChanges: Sendable {
    /// Those that the server has written, in their order.
    package var accepted: [ProductOnClientChange] = []
    /// What the server asked clients for beside, for dependencies.
    package var added: [ProductRequest] = []
    /// What was not done, by client.
    package var failures: [ObjectID: [ClientFailure]] = [:]

    package init() {}
}

extension ClientFailure {
    /// Several reasons of one client as one.
    package static func combined(_ failures: [ClientFailure]) -> ClientFailure? {
        guard let first = failures.first, failures.count > 1 else { return failures.first }
        var messages: [String] = []
        for failure in failures where !messages.contains(failure.message) {
            messages.append(failure.message)
        }
        return ClientFailure(
            first.code, messages.joined(separator: "; "), products: failures.flatMap(\.products),
            detail: first.detail)
    }
}
