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

/// A row that a plan wants written.
package struct PlannedRow: Sendable {
    /// How a row comes to be in a plan.
    package enum Role: Sendable, Equatable {
        /// It was asked for.
        case asked
        /// The server writes it by itself, for what depends on it.
        case dependency
        /// As a dependency, but it is requested already: writing it changes nothing.
        case pending
    }

    /// What is to change in it.
    package var change: ProductOnClientChange
    /// What the plan saw of it; nil where there was no such row.
    package var seen: RowState?
    /// How it comes to be in the plan.
    package var role: Role

    package init(_ change: ProductOnClientChange, seen: RowState?, role: Role = .asked) {
        self.change = change
        self.seen = seen
        self.role = role
    }

    package var key: RowKey { RowKey(client: change.clientID, product: change.productID) }
}

/// What is written: a row, or something of a client itself where there is no product.
package struct RowKey: Hashable, Sendable {
    package var client: ObjectID
    package var product: ObjectID?

    package init(client: ObjectID, product: ObjectID?) {
        self.client = client
        self.product = product
    }
}

/// What became of one thing that was to be written.
package enum RowFate: Sendable, Equatable {
    /// It is written. The note says what else there is to say.
    case written(note: String? = nil)
    /// It is not written, for this reason; nothing is left open.
    case notWritten(ClientFailure)
    /// It was no longer as the plan saw it, so it was not sent.
    case changed(String)
    /// Nobody knows whether it is written.
    case unknown(ClientFailure)
}

/// What became of rows that were to be written.
package struct WrittenChanges: Sendable {
    /// What became of each.
    package var fates: [RowKey: RowFate] = [:]
    /// What the server asked clients for beside, which nobody had planned.
    package var added: [ProductRequest] = []

    mutating func set(_ rows: some Sequence<PlannedRow>, _ fate: RowFate) {
        for row in rows { fates[row.key] = fate }
    }
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
