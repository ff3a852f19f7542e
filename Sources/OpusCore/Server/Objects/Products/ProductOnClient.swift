/// Whether a product is installed on a client (opsi: `installationStatus`).
public enum InstallationStatus: String, Sendable, Hashable {
    /// It is.
    case installed
    /// It is not.
    case notInstalled = "not_installed"
    /// Nobody knows, as after a failed installation.
    case unknown
}

/// How the last action with a product on a client ended (opsi: `actionResult`).
public enum ActionResult: String, Sendable, Hashable {
    /// None has run since one was last requested.
    case none
    /// It succeeded.
    case successful
    /// It failed.
    case failed
}

/// A product's state on a client (opsi: `ProductOnClient`); where there is none, the product is
/// not installed.
public struct ProductOnClient: Sendable, Equatable {
    /// The client's id.
    public internal(set) var clientID: ObjectID = ""
    /// The product's id.
    public internal(set) var productID: ObjectID = ""
    /// What kind of product it is.
    public internal(set) var type = ProductType.other
    /// Whether it is installed.
    public internal(set) var installationStatus = InstallationStatus.unknown
    /// What the client is asked to do; nil where opsi names an action that opus does not know.
    public internal(set) var actionRequest: ActionRequest? = ActionRequest.none
    /// How the last action ended.
    public internal(set) var actionResult = ActionResult.none
    /// The action that ended so, in opsi's words, or the empty string.
    public internal(set) var lastAction = ""
    /// What a running action is doing, or the empty string.
    public internal(set) var actionProgress = ""
    /// The version of the software, or nil.
    public internal(set) var productVersion: String?
    /// The version of the package, or nil.
    public internal(set) var packageVersion: String?
    /// When the state was last changed, by the server's local clock, as far as writers tell.
    public internal(set) var modificationTime: LocalTimestamp?

    /// Whether its last action failed, and the client is failed by it: results of products that
    /// are no localboot ones do not count (semantics.md, "The four states of a client").
    public var isFailed: Bool { type == .localboot && actionResult == .failed }

    /// Whether an action is requested that has not run yet, and the client is pending by it; an
    /// action that opus does not know is one.
    public var isPending: Bool { type == .localboot && actionRequest?.isPending ?? true }

    /// Both versions as opsi compares them, such as `24.08-1`; nil where none is recorded.
    public var version: String? {
        productVersion.map { version in packageVersion.map { "\(version)-\($0)" } ?? version }
    }
}

extension ProductOnClient: WireObject {
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("clientId", &clientID)
        try member("productId", &productID)
        try member("productType", .required) { reader throws(JSONError) in
            type = try reader.readProductType()
        }
        try member("installationStatus", &installationStatus, else: .unknown, .required)
        try member("actionRequest", .required) { reader throws(JSONError) in
            let request = try reader.readStringOrEmpty()
            actionRequest = request.isEmpty ? ActionRequest.none : ActionRequest(rawValue: request)
        }
        try member("actionResult", &actionResult, else: .none, .required)
        try member("lastAction", &lastAction)
        try member("actionProgress", &actionProgress, .required)
        try member("productVersion", &productVersion, .required)
        try member("packageVersion", &packageVersion, .required)
        try member("modificationTime", &modificationTime, .required)
    }
}
