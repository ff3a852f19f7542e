public import OpusServer

// Each of these plans and executes at once. A front end that shows its plan first calls the two
// steps itself.

extension Opus {
    /// Installs products where they are not installed, or older than on the client's depot, and
    /// what they depend on (`productOnClient_updateObjectsWithDependencies`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; at least one.
    ///   - force: whether to install also where the same version, or a newer one, is installed.
    ///   - now: whether clients that get a request are told to act on it at once.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planInstall` and `execute` throw.
    public func install(
        _ clients: ClientSelection, packages: [ObjectID], force: Bool = false, now: Bool = false
    ) async throws -> ActionReport {
        try await execute(try await planInstall(packages, on: clients, force: force, now: now))
    }

    /// Removes products where they are installed
    /// (`productOnClient_updateObjectsWithDependencies`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; at least one.
    ///   - now: whether clients that get a request are told to act on it at once.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planUninstall` and `execute` throw.
    public func uninstall(
        _ clients: ClientSelection, packages: [ObjectID], now: Bool = false
    ) async throws -> ActionReport {
        try await execute(try await planUninstall(packages, on: clients, now: now))
    }

    /// Installs anew what is older than on the client's depot
    /// (`productOnClient_updateObjectsWithDependencies`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; none for everything but the protected products.
    ///   - now: whether clients that get a request are told to act on it at once.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planUpdate` and `execute` throw.
    public func update(
        _ clients: ClientSelection, packages: [ObjectID] = [], now: Bool = false
    ) async throws -> ActionReport {
        try await execute(try await planUpdate(packages, on: clients, now: now))
    }

    /// Asks again for installations that failed
    /// (`productOnClient_updateObjectsWithDependencies`), and leaves their results alone.
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; none for everything but the protected products.
    ///   - now: whether clients that get a request are told to act on it at once.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planRetry` and `execute` throw.
    public func retry(
        _ clients: ClientSelection, packages: [ObjectID] = [], now: Bool = false
    ) async throws -> ActionReport {
        try await execute(try await planRetry(packages, on: clients, now: now))
    }

    /// Takes back what is requested and has not run yet (`productOnClient_updateObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; none for everything but what runs at every event.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planCancel` and `execute` throw.
    public func cancel(
        _ clients: ClientSelection, packages: [ObjectID] = []
    ) async throws -> ActionReport {
        try await execute(try await planCancel(packages, on: clients))
    }

    /// Records products as installed or not (`productOnClient_updateObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; at least one.
    ///   - installed: whether they are to count as installed.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planSetInstalled` and `execute` throw.
    public func setInstalled(
        _ clients: ClientSelection, packages: [ObjectID], installed: Bool
    ) async throws -> ActionReport {
        try await execute(
            try await planSetInstalled(packages, on: clients, installed: installed))
    }

    /// Asks for setup, whatever is installed (`productOnClient_updateObjects`).
    ///
    /// - Parameters:
    ///   - clients: the clients.
    ///   - packages: product ids; at least one.
    ///   - now: whether clients that get a request are told to act on it at once.
    /// - Returns: what came of it for each client.
    /// - Throws: what `planSetSetup` and `execute` throw.
    public func setSetup(
        _ clients: ClientSelection, packages: [ObjectID], now: Bool = false
    ) async throws -> ActionReport {
        try await execute(try await planSetSetup(packages, on: clients, now: now))
    }
}
