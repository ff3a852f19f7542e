import OpusServer

extension Backend {
    /// Whether the user is in the group of those who only read.
    package func isReadOnly() async throws -> Bool {
        try await read(.isReadOnly) { try await server.userIsReadOnly() }
    }

    /// Makes sure that the user may change something: an administrator who is not in the group of
    /// those who only read (`accessControl_userIsReadOnlyUser`). The server itself would let one
    /// act who is in both.
    ///
    /// - Throws: `ServerError` with the code `permission` where the user may not; `ServerError`,
    ///   or `CancellationError`.
    package func requireRightToAct() async throws {
        try await begin(clients: [])
        try await requireAdministrator()
        guard try await isReadOnly() else { return }
        throw ServerError(
            .permission, method: "accessControl_userIsReadOnlyUser",
            "the user may only read: it is in the server's group of read-only users, so nothing was"
                + " sent")
    }
}
