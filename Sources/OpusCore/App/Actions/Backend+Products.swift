public import OpusBackend
public import OpusServer

/// What was asked for on each client that was named: the requests that the server has written,
/// those for dependencies included, or why something was not.
public typealias ProductResults = [ObjectID: Result<[ProductRequest], ClientFailure>]

// A write of products is planned in one way, which is that of `Opus`; these are its short forms for
// who has a backend and wants no plan.

extension Backend {
    /// Asks clients to install products, whether or not they are installed, and what they depend
    /// on: `Opus.install` with `force`.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: what `Opus.install` throws.
    public func install(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await Opus(self).install(clients, packages: products, force: true).requests
    }

    /// Asks clients to remove products where they are installed: `Opus.uninstall`.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: what `Opus.uninstall` throws.
    public func uninstall(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await Opus(self).uninstall(clients, packages: products).requests
    }

    /// Asks clients to install products, without what they depend on: `Opus.setSetup`.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: what `Opus.setSetup` throws.
    public func setSetup(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await Opus(self).setSetup(clients, packages: products).requests
    }

    /// Records products as installed in the version that each client's depot has:
    /// `Opus.setInstalled`. Nothing happens on the clients.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client; a depot that lacks a product is a failure.
    /// - Throws: what `Opus.setInstalled` throws.
    public func setInstalled(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await Opus(self).setInstalled(clients, packages: products, installed: true).requests
    }

    /// Records products as not installed: `Opus.setInstalled`. Nothing happens on the clients.
    ///
    /// - Parameters:
    ///   - products: exact ids; at least one.
    ///   - clients: the clients.
    /// - Returns: what became of it for each client.
    /// - Throws: what `Opus.setInstalled` throws.
    public func setUninstalled(
        _ products: [ObjectID], on clients: ClientSelection
    ) async throws -> ProductResults {
        try await Opus(self).setInstalled(clients, packages: products, installed: false).requests
    }
}

extension ActionReport {
    fileprivate var requests: ProductResults {
        results.mapValues { $0.map(\.requests) }
    }
}
