extension Server {
    /// What the login may do, whether it is in the group of those who only read, and some clients,
    /// in one request (`accessControl_userIsAdmin`, `accessControl_userIsReadOnlyUser`,
    /// `host_getObjects`): the first one of most commands.
    ///
    /// - Parameters:
    ///   - clientIDs: the clients' exact ids; empty for none.
    ///   - acting: whether something is to be changed, so that it matters who only reads.
    /// - Returns: the rights; nil for what was not asked, and for what the login may not ask.
    /// - Throws: `ServerError`, or `CancellationError`.
    package func begin(
        clients clientIDs: [ObjectID], acting: Bool
    ) async throws -> (rights: LoginRights, isReadOnly: Bool?, clients: [Client]?) {
        func question(_ method: String) -> Asked<Bool> {
            Asked(method, []) { reader throws(JSONError) in try reader.readBool() }
        }
        var calls: [any TogetherCall] = []
        let isAdministrator = calls.add(question("accessControl_userIsAdmin"))
        let isReadOnly = calls.add(if: acting, question("accessControl_userIsReadOnlyUser"))
        let clients = try clientIDs.isEmpty ? nil : calls.add(askedClients(clientIDs))
        let answer = try await rpc.together(calls)
        let rights = LoginRights(
            isAdministrator: try isAdministrator.value, login: answer.login)
        return (rights, try? isReadOnly?.value, try? clients?.value)
    }
}
