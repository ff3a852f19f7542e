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

    static let attributes =
        ["id", "name", "productVersion", "packageVersion", "description", "windowsSoftwareIds"]
        + scripts.map { "\($0.key)" }

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "id": id = try reader.readID()
        case "name": name = try reader.readStringOrEmpty()
        case "type": type = try reader.readProductType()
        case "productVersion": productVersion = try reader.readStringOrEmpty()
        case "packageVersion": packageVersion = try reader.readStringOrEmpty()
        case "description": description = try reader.readStringOrEmpty()
        case "windowsSoftwareIds":
            if try reader.readNull() { break }
            var ids: [String] = []
            try reader.readArray { reader throws(JSONError) in ids.append(try reader.readString()) }
            windowsSoftwareIDs = ids
        default:
            guard let script = Self.scripts.first(where: { key == $0.key }) else { return false }
            if try !reader.readStringOrEmpty().isEmpty { actions.insert(script.action) }
        }
        return true
    }

    static let required: [StaticString] = ["id", "type", "productVersion", "packageVersion"]

    var emptyKey: StaticString? { id.isEmpty ? "id" : nil }
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

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "productId": productID = try reader.readID()
        case "productType": type = try reader.readProductType()
        case "depotId": depotID = try reader.readID()
        case "locked": isLocked = try reader.readNull() ? false : reader.readBool()
        case "productVersion": productVersion = try reader.readStringOrEmpty()
        case "packageVersion": packageVersion = try reader.readStringOrEmpty()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = [
        "productId", "productType", "depotId", "productVersion", "packageVersion",
    ]

    var emptyKey: StaticString? {
        productID.isEmpty ? "productId" : depotID.isEmpty ? "depotId" : nil
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
