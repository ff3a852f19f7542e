public import OpusServer

/// Why something that was asked for will not be done.
public indirect enum SkipReason: Sendable, Hashable {
    // Nothing needs doing.

    /// It is installed in this version, which the depot has.
    case alreadyInstalled(version: String)
    /// It is installed in a newer version than the depot has.
    case newerInstalled(version: String, depotVersion: String)
    /// It is installed, but nobody can tell whether its version is older than the depot's.
    case versionUnknown(version: String?, depotVersion: String)
    /// It is not installed.
    case notInstalled
    /// The same, or something else that would be overwritten, is requested already.
    case alreadyRequested(ActionRequest)
    /// Nothing that is installed is older than on the depot.
    case upToDate
    /// Nothing has failed.
    case noFailure
    /// What failed was no installation; nil where opus does not know the action.
    case failedOtherwise(String)
    /// Nothing is requested.
    case nothingRequested
    /// It runs at every event by its configuration; only by its name is it taken back.
    case standingRequest
    /// It is left out unless somebody names it.
    case protected
    /// It was left out by name.
    case masked
    /// No audit has run on the client, or one is running now.
    case noAudit
    /// No software was found that is packaged and not recorded.
    case nothingToMigrate
    /// The client is a direct member of the group.
    case alreadyMember
    /// The client is no direct member of the group.
    case notMember

    // It can't be done.

    /// The server has no such client.
    case unknownClient
    /// The client's depot does not exist.
    case unknownDepot
    /// The client's depot lacks the product.
    case notOnDepot(depot: ObjectID)
    /// The product on the depot has no script for the action.
    case noScript(ActionRequest)
    /// The depot is at work on the product.
    case locked(depot: ObjectID)
    /// The product is of a kind that opus does not know.
    case unknownKind
    /// The server has no hardware address of the client, so it can't wake it up.
    case noHardwareAddress
    /// It installs an operating system over what is there, which nobody allowed by its name.
    case netboot
    /// It needs a product that can't be asked for.
    case needs(ObjectID, SkipReason)
    /// Others that were asked for need it otherwise.
    case neededOtherwise(ActionRequest, by: [ObjectID])
    /// The server would leave it out.
    case leftOut
}

extension SkipReason: CustomStringConvertible {
    /// A few words for a person.
    public var description: String {
        switch self {
        case .alreadyInstalled(let version): "already installed (\(version))"
        case .newerInstalled(let version, let depot):
            "a newer version is installed (\(version), depot \(depot))"
        case .versionUnknown(let version, let depot):
            "installed in a version that can't be compared (\(version ?? "none recorded"), "
                + "depot \(depot))"
        case .notInstalled: "not installed"
        case .alreadyRequested(let action): "\(action.rawValue) is requested already"
        case .upToDate: "nothing to update"
        case .noFailure: "nothing has failed"
        case .failedOtherwise(let action): "what failed was no installation (\(action))"
        case .nothingRequested: "nothing is requested"
        case .standingRequest: "runs at every event; name the product to take it back"
        case .protected: "protected; name the product to include it"
        case .masked: "left out as asked"
        case .noAudit: "no software audit has run, or one is running now"
        case .nothingToMigrate: "nothing to migrate"
        case .alreadyMember: "already a member"
        case .notMember: "not a member"
        case .unknownClient: "the opsi server has no such client"
        case .unknownDepot: "the client's depot does not exist"
        case .notOnDepot(let depot): "not on the depot \(depot)"
        case .noScript(let action): "the package has no \(action.rawValue) script"
        case .locked(let depot): "locked on the depot \(depot)"
        case .unknownKind: "a kind of product that opus does not know"
        case .noHardwareAddress: "the opsi server has no hardware (MAC) address of it"
        case .netboot:
            "a netboot product installs an operating system over what is there; allow it by its"
                + " name with --netboot"
        case .needs(let product, let reason): "needs \(product): \(reason)"
        case .neededOtherwise(let action, let products):
            "the server would ask for \(action.rawValue) instead"
                + (products.isEmpty
                    ? "" : ", as \(products.map(\.text).joined(separator: ", ")) needs it")
        case .leftOut: "the server would leave it out"
        }
    }

    /// The reason as a client's failure.
    func failure(product: ObjectID?) -> ClientFailure {
        let products = product.map { [$0] } ?? []
        switch self {
        case .unknownClient: return .unknownClient
        case .unknownDepot: return .unknownDepot
        case .notOnDepot(let depot):
            return product.map { .notOnDepot($0, depot) }
                ?? ClientFailure(.notPossible, description)
        default:
            let named = product.map { "\($0): \(description)" } ?? description
            return ClientFailure(.notPossible, named, products: products)
        }
    }
}

extension ClientFailure {
    fileprivate static let unknownDepot = ClientFailure(
        .notPossible,
        "its depot does not exist: set the client's depot (clientconfig.depot.id) to one that does")

    fileprivate static func notOnDepot(_ product: ObjectID, _ depot: ObjectID) -> ClientFailure {
        ClientFailure(
            .notPossible, "\(product) is not on its depot \(depot): install the package there",
            products: [product])
    }
}
