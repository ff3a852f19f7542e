import OpusServer

extension Backend {
    /// Makes sure that the user is an administrator of the server (`accessControl_userIsAdmin`).
    ///
    /// To others some lists come back empty instead of refused: clients would count as zero, and
    /// what exists would look unknown.
    ///
    /// - Throws: `ServerError` with the code `permission` where the user is none; `ServerError`, or
    ///   `CancellationError`.
    package func requireAdministrator() async throws {
        guard try await server.userIsAdmin() else {
            throw ServerError(
                .permission, method: "accessControl_userIsAdmin",
                "the user is no opsi administrator, sees no fleet and may change nothing: "
                    + "add it to the server's group of administrators")
        }
    }
}
