public import OpusServer

/// That something was named which the server does not have.
///
/// A slip of the keyboard must not read as "no": whoever asks about a client, group or product
/// that does not exist gets this error.
public struct UnknownObject: Error, Equatable, Sendable, CustomStringConvertible {
    /// What kind of thing was named.
    public enum Kind: String, Sendable {
        /// A client.
        case client
        /// A group of clients.
        case clientGroup = "client group"
        /// A product.
        case product
        /// A group of products.
        case productGroup = "product group"
    }

    /// The kind.
    public let kind: Kind
    /// The id, as it was given.
    public let id: ObjectID
    /// The ids that exist and were probably meant, nearest first; up to three.
    public let nearest: [ObjectID]

    init(kind: Kind, id: ObjectID, among known: [ObjectID] = []) {
        self.kind = kind
        self.id = id
        nearest = NearestNames.to(id.text, among: known)
    }

    /// Says what is missing, and where to look.
    public var description: String {
        let way = NearestNames.hint(nearest) ?? ": give its id exactly as the server lists it"
        return "the opsi server has no \(kind.rawValue) \"\(id)\"\(way)"
    }
}
