/// That an action with a product needs another product (opsi: `ProductDependency`).
package struct ProductDependency: Sendable, Equatable {
    /// The product that needs another.
    package internal(set) var productID: ObjectID = ""
    /// The version of its software.
    package internal(set) var productVersion = ""
    /// The version of its package.
    package internal(set) var packageVersion = ""
    /// The action that needs it, in opsi's words.
    package internal(set) var action = ""
    /// The product that is needed.
    package internal(set) var requiredProductID: ObjectID = ""
    /// The version of the software that is needed; nil where any does.
    package internal(set) var requiredProductVersion: String?
    /// The version of the package that is needed; nil where any does.
    package internal(set) var requiredPackageVersion: String?
    /// What has to be done with the needed product; nil where its status decides.
    package internal(set) var requiredAction: String?
    /// How the needed product has to be, in opsi's words; nil where an action is named.
    package internal(set) var requiredStatus: String?

    /// What is asked for of the needed product where it is not as it has to be.
    package var request: ActionRequest? {
        if let requiredAction, !requiredAction.isEmpty {
            return ActionRequest(rawValue: requiredAction)
        }
        return requiredStatus == InstallationStatus.installed.rawValue ? .setup : .uninstall
    }
}

extension ProductDependency: WireObject {
    static let attributes = [
        "productId", "productVersion", "packageVersion", "productAction", "requiredProductId",
        "requiredProductVersion", "requiredPackageVersion", "requiredAction",
        "requiredInstallationStatus",
    ]

    mutating func read(_ key: JSONText, from reader: inout JSONReader) throws(JSONError) -> Bool {
        switch key {
        case "productId": productID = try reader.readID()
        case "productVersion": productVersion = try reader.readStringOrEmpty()
        case "packageVersion": packageVersion = try reader.readStringOrEmpty()
        case "productAction": action = try reader.readStringOrEmpty()
        case "requiredProductId": requiredProductID = try reader.readID()
        case "requiredProductVersion": requiredProductVersion = try reader.readOptionalString()
        case "requiredPackageVersion": requiredPackageVersion = try reader.readOptionalString()
        case "requiredAction": requiredAction = try reader.readOptionalString()
        case "requiredInstallationStatus": requiredStatus = try reader.readOptionalString()
        default: return false
        }
        return true
    }

    static let required: [StaticString] = [
        "productId", "productVersion", "packageVersion", "productAction", "requiredProductId",
        "requiredAction", "requiredInstallationStatus",
    ]

    var emptyKey: StaticString? {
        productID.isEmpty
            ? "productId" : requiredProductID.isEmpty ? "requiredProductId" : nil
    }
}
