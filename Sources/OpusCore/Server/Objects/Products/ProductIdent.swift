/// A product in one version: a package, which depots of the same version share (opsi: the ident of
/// a `Product`).
package struct ProductIdent: Sendable, Hashable {
    private let id: ObjectID
    private let productVersion: String
    private let packageVersion: String

    fileprivate init(_ id: ObjectID, _ productVersion: String, _ packageVersion: String) {
        self.id = id
        self.productVersion = productVersion
        self.packageVersion = packageVersion
    }
}

extension Product {
    /// Which package it is.
    package var ident: ProductIdent { ProductIdent(id, productVersion, packageVersion) }
}

extension ProductOnDepot {
    /// Which package the depot has.
    package var ident: ProductIdent { ProductIdent(productID, productVersion, packageVersion) }
}

extension ProductDependency {
    /// Which package needs another.
    package var ident: ProductIdent { ProductIdent(productID, productVersion, packageVersion) }
}
