import OpusBackend
public import OpusServer

/// A client's operating system, as its last software audit found it.
public struct OperatingSystem: Sendable, Equatable {
    /// Its name, such as `Microsoft Windows 11 Pro`.
    public let name: String
    /// Its version.
    public let version: String
    /// Its architecture, such as `x64`.
    public let architecture: String
}

extension Opus {
    /// The operating systems of clients (`auditSoftwareOnClient_getObjects`,
    /// `auditSoftware_getObjects`).
    ///
    /// Newer audits mark the operating system; of older ones, Windows' own entry counts, or the
    /// one whose mark says Linux or macOS.
    ///
    /// - Parameter clients: the clients.
    /// - Returns: the operating system of each client; a client is missing where no audit has run,
    ///   one is running now, or it names no operating system.
    /// - Throws: `ServerError`, or `CancellationError`.
    public func osVersion(_ clients: ClientSelection) async throws -> [ObjectID: OperatingSystem] {
        try await backend.operatingSystems(ofClients: clients.ids).ofClients.mapValues {
            OperatingSystem(name: $0.name, version: $0.version, architecture: $0.architecture)
        }
    }
}
