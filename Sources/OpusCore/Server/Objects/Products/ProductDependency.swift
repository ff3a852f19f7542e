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
    mutating func visit(_ member: inout WireMember) throws(JSONError) {
        try member("productId", &productID)
        try member("productVersion", &productVersion, .required)
        try member("packageVersion", &packageVersion, .required)
        try member("productAction", &action, .required)
        try member("requiredProductId", &requiredProductID)
        try member("requiredProductVersion", &requiredProductVersion)
        try member("requiredPackageVersion", &requiredPackageVersion)
        try member("requiredAction", &requiredAction, .required)
        try member("requiredInstallationStatus", &requiredStatus, .required)
    }
}
