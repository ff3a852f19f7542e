/// What kind of product something is (opsi: `productType`).
public enum ProductType: String, Sendable, Hashable {
    /// Installed by the agent on a running client; the only kind that counts for a client's state.
    case localboot = "LocalbootProduct"
    /// Runs at network boot, such as the installation of an operating system.
    case netboot = "NetbootProduct"
    /// A kind that this version of opus does not know.
    case other
}

/// A product, that is a software package in one version (opsi: `Product`).
public struct Product: Sendable, Equatable {
    /// The product's id.
    public internal(set) var id: ObjectID = ""
    /// The name that people know it by.
    public internal(set) var name = ""
    /// What kind of product it is.
    public internal(set) var type = ProductType.other
    /// The version of the software.
    public internal(set) var productVersion = ""
    /// The version of the package made of it.
    public internal(set) var packageVersion = ""
    /// What it is, in a few words.
    public internal(set) var description = ""
    /// Actions for which it has a script.
    public internal(set) var actions: Set<ActionRequest> = []
    /// Ids under which Windows lists the software.
    public internal(set) var windowsSoftwareIDs: [String] = []

    /// Both versions as opsi compares them, such as `24.08-1`.
    public var version: String { "\(productVersion)-\(packageVersion)" }
}

extension Product: WireObject {
    private static let scripts: [(key: StaticString, action: ActionRequest)] = [
        ("setupScript", .setup), ("uninstallScript", .uninstall), ("updateScript", .update),
        ("alwaysScript", .always), ("onceScript", .once), ("customScript", .custom),
    ]

    // Its type is always sent.
    static let attributes =
        ["id", "name", "productVersion", "packageVersion", "description", "windowsSoftwareIds"]
        + scripts.map { "\($0.key)" }

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("id", &id)
        try member("name", &name)
        try member("type", .required) { reader throws(JSONError) in
            type = try reader.readProductType()
        }
        try member("productVersion", &productVersion, .required)
        try member("packageVersion", &packageVersion, .required)
        try member("description", &description)
        try member("windowsSoftwareIds") { reader throws(JSONError) in
            if try reader.readNull() { return }
            var ids: [String] = []
            try reader.readArray { reader throws(JSONError) in ids.append(try reader.readString()) }
            windowsSoftwareIDs = ids
        }
        for script in Self.scripts {
            try member(script.key) { reader throws(JSONError) in
                if try !reader.readStringOrEmpty().isEmpty { actions.insert(script.action) }
            }
        }
    }
}

/// A product in the version that a depot has (opsi: `ProductOnDepot`).
public struct ProductOnDepot: Sendable, Equatable {
    /// The product's id.
    public internal(set) var productID: ObjectID = ""
    /// What kind of product it is.
    public internal(set) var type = ProductType.other
    /// The depot's id.
    public internal(set) var depotID: ObjectID = ""
    /// The version of the software.
    public internal(set) var productVersion = ""
    /// The version of the package made of it.
    public internal(set) var packageVersion = ""
    /// Whether the depot is at work on it, so that nobody should install it now.
    public internal(set) var isLocked = false

    /// Both versions as opsi compares them, such as `24.08-1`.
    public var version: String { "\(productVersion)-\(packageVersion)" }
}

extension ProductOnDepot: WireObject {
    static let attributes: [String] = []

    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("productId", &productID)
        try member("productType", .required) { reader throws(JSONError) in
            type = try reader.readProductType()
        }
        try member("depotId", &depotID)
        try member("productVersion", &productVersion, .required)
        try member("packageVersion", &packageVersion, .required)
        try member("locked", &isLocked)
    }
}

extension JSONReader {
    mutating func readProductType() throws(JSONError) -> ProductType {
        if try readNull() { return .other }
        let text = try readText()
        switch text {
        case "LocalbootProduct": return .localboot
        case "NetbootProduct": return .netboot
        default: return .other
        }
    }
}
