extension OpsiMock.Fleet {
    /// What a product is on a client, as the fleet has it. Nothing stands for null.
    public struct ProductOnClient: Sendable, Equatable {
        /// The product.
        public var productId: String
        /// The client.
        public var clientId: String
        /// `LocalbootProduct` or `NetbootProduct`.
        public var productType: String?
        /// What it should be.
        public var targetConfiguration: String?
        /// `installed`, `not_installed` or `unknown`.
        public var installationStatus: String?
        /// What the client is asked to do.
        public var actionRequest: String?
        /// What it did last.
        public var lastAction: String?
        /// How far it is with what it does.
        public var actionProgress: String?
        /// What came of what it did last.
        public var actionResult: String?
        /// The version on the client.
        public var productVersion: String?
        /// The package version on the client.
        public var packageVersion: String?
        /// When the row last changed, in the server's local time.
        public var modificationTime: String?

        /// Makes a row of a localboot product that is not installed.
        public init(productId: String, clientId: String) {
            self.productId = productId
            self.clientId = clientId
            productType = "LocalbootProduct"
            targetConfiguration = "undefined"
            installationStatus = "not_installed"
            actionRequest = "none"
            actionProgress = ""
        }

        fileprivate init(
            _ store: ProductOnClientStore, client: Int, row: ProductOnClientRow
        ) {
            productId = store.text(.productId, of: row) ?? ""
            clientId = store.clientIds[client]
            productType = store.text(.productType, of: row)
            targetConfiguration = store.text(.targetConfiguration, of: row)
            installationStatus = store.text(.installationStatus, of: row)
            actionRequest = store.text(.actionRequest, of: row)
            lastAction = store.text(.lastAction, of: row)
            actionProgress = store.text(.actionProgress, of: row)
            actionResult = store.text(.actionResult, of: row)
            productVersion = store.text(.productVersion, of: row)
            packageVersion = store.text(.packageVersion, of: row)
            modificationTime = store.text(.modificationTime, of: row)
        }

        fileprivate func row(in store: inout ProductOnClientStore) -> ProductOnClientRow {
            var row = ProductOnClientRow()
            store.set(.productId, productId, in: &row)
            store.set(.productType, productType, in: &row)
            store.set(.targetConfiguration, targetConfiguration, in: &row)
            store.set(.installationStatus, installationStatus, in: &row)
            store.set(.actionRequest, actionRequest, in: &row)
            store.set(.lastAction, lastAction, in: &row)
            store.set(.actionProgress, actionProgress, in: &row)
            store.set(.actionResult, actionResult, in: &row)
            store.set(.productVersion, productVersion, in: &row)
            store.set(.packageVersion, packageVersion, in: &row)
            store.set(.modificationTime, modificationTime, in: &row)
            return row
        }
    }

    /// The number of rows of products on clients.
    public var productOnClientCount: Int { productOnClient.count }

    /// All rows of products on clients, or those of one client.
    ///
    /// - Parameter clientId: The client; nothing for all.
    /// - Returns: The rows, client by client.
    public func productsOnClient(_ clientId: String? = nil) -> [ProductOnClient] {
        var products: [ProductOnClient] = []
        let filter = clientId.flatMap { Filter(.string($0)) }
        productOnClient.forEach(filter.map { [("clientId", $0)] } ?? []) { client, row in
            products.append(ProductOnClient(productOnClient, client: client, row: row))
        }
        return products
    }

    /// The row of a product on a client.
    public func productOnClient(_ productId: String, on clientId: String) -> ProductOnClient? {
        productOnClient.position(productId: productId, clientId: clientId).map {
            let row = productOnClient.rows[$0.client][$0.row]
            return ProductOnClient(productOnClient, client: $0.client, row: row)
        }
    }

    /// Puts a row in, over the one of its product and client where there is one.
    public mutating func put(_ product: ProductOnClient) {
        let row = product.row(in: &productOnClient)
        let position = productOnClient.position(
            productId: product.productId, clientId: product.clientId)
        if let position {
            productOnClient.update(position) { $0 = row }
        } else {
            let client = productOnClient.client(product.clientId)
            productOnClient.append(row, client: client)
        }
    }

    /// Removes the row of a product on a client.
    public mutating func removeProduct(_ productId: String, from clientId: String) {
        let object: Object = ["productId": .string(productId), "clientId": .string(clientId)]
        delete([Row(object, table: .productOnClient)], from: .productOnClient)
    }
}
